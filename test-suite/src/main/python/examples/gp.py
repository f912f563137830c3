"""The twin of dev.jacobi.examples.gp.GaussianProcess."""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
from jax.scipy.linalg import solve_triangular

from twin import Twin, adam, adam_init

RATE = 0.05


def kernel(hyper, a, b):
    length, height, _ = hyper
    distance = (a[:, None] - b) / jnp.exp(length)
    return jnp.exp(distance**2 * -0.5) * jnp.exp(2 * height)


def loss(hyper, x, y):
    l = jnp.linalg.cholesky(kernel(hyper, x, x) + jnp.exp(2 * hyper[2]) * jnp.eye(len(x)))
    white = solve_triangular(l, y, lower=True)
    return (0.5 * jnp.sum(white**2) + jnp.sum(jnp.log(jnp.diag(l)))) / len(x) + 0.5 * jnp.log(2 * jnp.pi)


@jax.jit
def step(hyper, state, x, y):
    value, grads = jax.value_and_grad(loss)(hyper, x, y)
    hyper, state = adam(hyper, grads, state, RATE)
    return hyper, state, value


def main():
    twin = Twin()
    data = twin.load("data")
    x, y = jnp.asarray(data["x"]), jnp.asarray(data["y"])
    hyper = (jnp.float64(1.0), jnp.float64(0.0), jnp.float64(0.0))
    state = adam_init(hyper)
    twin.training()
    for _ in range(twin.steps):
        hyper, state, value = step(hyper, state, x, y)
        twin.loss(value)
    twin.figure("noise found", jnp.exp(hyper[2]))
    twin.write()


main()
