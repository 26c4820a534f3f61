"""Says of each exercise of the course how an answer is tried, what is right, and which mistakes are known."""

from torchnn_doc.live.exercises.container import sequential_class, sequential_forward
from torchnn_doc.live.exercises.criterion import mse_gradient, mse_loss, weighted_gradient, weighted_loss
from torchnn_doc.live.exercises.linear import (
    acc_grad_parameters,
    batch_grad_input,
    batch_parameters,
    linear_batch,
    linear_output,
    update_grad_input,
    update_parameters,
)
from torchnn_doc.live.exercises.network import chain_backward, tanh_backward, two_layers_by_hand
from torchnn_doc.live.exercises.own_module import add_module, central_difference, mul_module, soft_sign
from torchnn_doc.live.exercises.training import accuracy, epoch_in_batches, training_loop, training_step

EXERCISES = {
    "linear-output": linear_output,
    "linear-batch": linear_batch,
    "sequential-forward": sequential_forward,
    "sequential-class": sequential_class,
    "mse-loss": mse_loss,
    "weighted-loss": weighted_loss,
    "training-step": training_step,
    "training-loop": training_loop,
    "mse-gradient": mse_gradient,
    "weighted-gradient": weighted_gradient,
    "update-grad-input": update_grad_input,
    "acc-grad-parameters": acc_grad_parameters,
    "update-parameters": update_parameters,
    "tanh-backward": tanh_backward,
    "chain-backward": chain_backward,
    "two-layers-by-hand": two_layers_by_hand,
    "batch-grad-input": batch_grad_input,
    "batch-parameters": batch_parameters,
    "central-difference": central_difference,
    "soft-sign": soft_sign,
    "add-module": add_module,
    "mul-module": mul_module,
    "accuracy": accuracy,
    "epoch-in-batches": epoch_in_batches,
}
