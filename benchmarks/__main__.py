"""Runs every measurement, those of the training steps with one thread and with two, and writes the tables."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np

import torch

THREADED = ("linear_step", "spirals")
VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
OTHERS = ("import_time", "printing")


def main() -> None:
    """Runs each in an interpreter of its own: the threads of BLAS are counted when numpy is loaded."""
    _write(f"{_machine()}\n\n")
    for threads in (1, 2):
        variables = dict.fromkeys(VARIABLES, str(threads))
        for subject in THREADED:
            _write(f"### {subject}, threads: {threads}\n\n")
            _run(subject, variables)
    for subject in OTHERS:
        _write(f"### {subject}\n\n")
        _run(subject, {})


def _run(subject: str, variables: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", f"benchmarks.{subject}"], check=True, env=os.environ | variables)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _machine() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return (
        f"{os.cpu_count()} cores, {models[0] if models else platform.processor()}; "
        f"Python {platform.python_version()}, numpy {np.__version__} with {blas['name']} {blas['version']}, "
        f"PyTorch {torch.__version__}"
    )


if __name__ == "__main__":
    main()
