"""The twin of dev.jacobi.examples.cnn.Cnn."""

import jax
import jax.numpy as jnp
from jax import lax

from twin import Twin, adam, adam_init, epochs

BATCH = 64
RATE = 2e-3


def init(key):
    k = jax.random.split(key, 3)
    return (
        jax.random.normal(k[0], (3, 3, 1, 16)) * (2.0 / 9) ** 0.5, jnp.zeros(16),
        jax.random.normal(k[1], (3, 3, 16, 32)) * (2.0 / (9 * 16)) ** 0.5, jnp.zeros(32),
        jax.random.normal(k[2], (7 * 7 * 32, 10)) * (1.0 / (7 * 7 * 32)) ** 0.5, jnp.zeros(10))


def conv(x, kernel):
    return lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))


def pool(x):
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def logits(net, images):
    kernel1, bias1, kernel2, bias2, weights, bias = net
    x = images.reshape(-1, 28, 28, 1)
    x = pool(jax.nn.relu(conv(x, kernel1) + bias1))
    x = pool(jax.nn.relu(conv(x, kernel2) + bias2))
    return x.reshape(-1, 7 * 7 * 32) @ weights + bias


def loss(net, images, labels):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits(net, images)), labels[:, None], axis=1))


@jax.jit
def step(net, state, images, labels):
    value, grads = jax.value_and_grad(loss)(net, images, labels)
    net, state = adam(net, grads, state, RATE)
    return net, state, value


def main():
    twin = Twin()
    data = twin.load("data")
    images, labels = jnp.asarray(data["images"]), jnp.asarray(data["labels"])
    key = jax.random.key(0)
    net = init(key)
    state = adam_init(net)
    twin.training()
    for rows in epochs(key, len(images), BATCH, twin.steps):
        net, state, value = step(net, state, images[rows], labels[rows])
        twin.loss(value)
    twin.write()


main()
