"""What the twins of the example programs share: they are run as NAME.py FOLDER STEPS, read what the Java program left in the folder, and leave twin.json there."""

import json
import pathlib
import sys
import time

import jax
import jax.numpy as jnp
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


def epochs(key, count, size, steps):
    """The row numbers of the batch of each step: dev.jacobi.examples.digits.Epochs."""
    length = count // size
    for step in range(steps):
        place = step % length
        if place == 0:
            order = jax.random.permutation(jax.random.fold_in(key, step // length), count)
        yield order[place * size:(place + 1) * size]


def adam_init(params):
    """The state of Adam before the first step."""
    return jnp.zeros((), jnp.int32), jax.tree.map(jnp.zeros_like, params), jax.tree.map(jnp.zeros_like, params)


def adam(params, grads, state, rate, b1=0.9, b2=0.999, eps=1e-8):
    """A step of Adam, as Optax has it: new parameters and state."""
    count, mu, nu = state
    count = count + 1
    mu = jax.tree.map(lambda m, g: (1 - b1) * g + b1 * m, mu, grads)
    nu = jax.tree.map(lambda v, g: (1 - b2) * g * g + b2 * v, nu, grads)
    params = jax.tree.map(lambda p, m, v: p - rate * (m / (1 - b1**count)) / (jnp.sqrt(v / (1 - b2**count)) + eps), params, mu, nu)
    return params, (count, mu, nu)
