"""The twin of dev.jacobi.examples.mlp.Mlp."""

import jax
import jax.numpy as jnp

from twin import Twin, epochs

SIZES = [784, 256, 10]
BATCH = 128
RATE = 0.1


def init(key, sizes):
    keys = jax.random.split(key, len(sizes) - 1)
    return [(jax.random.normal(k, (m, n)) * (2.0 / m) ** 0.5, jnp.zeros(n)) for k, m, n in zip(keys, sizes[:-1], sizes[1:])]


def predict(net, images):
    x = images
    for w, b in net[:-1]:
        x = jax.nn.relu(x @ w + b)
    w, b = net[-1]
    return jax.nn.log_softmax(x @ w + b)


def loss(net, images, labels):
    return -jnp.mean(jnp.sum(predict(net, images) * jax.nn.one_hot(labels, 10), axis=1))


@jax.jit
def step(net, images, labels):
    value, grads = jax.value_and_grad(loss)(net, images, labels)
    return jax.tree.map(lambda p, g: p - RATE * g, net, grads), value


def main():
    twin = Twin()
    data = twin.load("data")
    images, labels = jnp.asarray(data["images"]), jnp.asarray(data["labels"])
    key = jax.random.key(0)
    net = init(key, SIZES)
    twin.training()
    for rows in epochs(key, len(images), BATCH, twin.steps):
        net, value = step(net, images[rows], labels[rows])
        twin.loss(value)
    twin.write()


main()
