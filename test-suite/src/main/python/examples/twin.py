"""What the twins of the example programs share: they are run as NAME.py FOLDER STEPS, read what the Java program left in the folder, and leave twin.json there."""

import json
import pathlib
import sys
import time

import numpy as np


class Twin:
    """Takes the losses of a training and how long its steps took, as dev.jacobi.examples.Session does."""

    def __init__(self):
        self.folder = pathlib.Path(sys.argv[1])
        self.steps = int(sys.argv[2])
        self.losses = []
        self.seconds = []
        self.figures = {}
        self.last = None

    def load(self, name):
        """The arrays of NAME.npz by their names."""
        with np.load(self.folder / (name + ".npz")) as arrays:
            return {k: arrays[k] for k in arrays.files}

    def training(self):
        """Begins to measure."""
        self.last = time.perf_counter()

    def loss(self, value):
        """Takes the loss of the next step; the time between two of these is that of a step."""
        self.losses.append(float(value))
        self.seconds.append(time.perf_counter() - self.last)
        self.last = time.perf_counter()

    def figure(self, name, value):
        """Takes a number to be printed beside ours."""
        self.figures[name] = float(value)

    def write(self):
        """Leaves the answer; the median of all steps but the first two says how many there are in a second."""
        times = sorted(self.seconds[min(2, len(self.seconds) - 1):])
        answer = {"losses": self.losses, "stepsPerSecond": 1 / times[len(times) // 2], "figures": self.figures}
        (self.folder / "twin.json").write_text(json.dumps(answer))
