"""The twin of dev.jacobi.examples.logistic.Logistic."""

import jax
import jax.numpy as jnp

from twin import Twin

FEATURES = 20
DECAY = 1e-3


def draw(key, weights, n):
    k = jax.random.split(key)
    points = jax.random.normal(k[0], (n, FEATURES))
    return points, jax.random.bernoulli(k[1], jax.nn.sigmoid(points @ weights)).astype(jnp.float32)


def loss(weights, points, classes):
    logits = points @ weights
    entropy = -classes * jax.nn.log_sigmoid(logits) - (1 - classes) * jax.nn.log_sigmoid(-logits)
    return jnp.mean(entropy) + DECAY / 2 * jnp.sum(weights**2)


@jax.jit
def newton(weights, points, classes):
    value, grads = jax.value_and_grad(loss)(weights, points, classes)
    return weights - jnp.linalg.solve(jax.hessian(loss)(weights, points, classes), grads), value


def main():
    twin = Twin()
    keys = jax.random.split(jax.random.key(8), 3)
    truth = jax.random.normal(keys[0], FEATURES)
    points, classes = draw(keys[1], truth, int(twin.load("size")["points"]))
    weights = jnp.zeros(FEATURES)
    twin.training()
    for _ in range(twin.steps):
        weights, value = newton(weights, points, classes)
        twin.loss(value)
    twin.write()


main()
