"""The twin of dev.jacobi.examples.dpsgd.DpSgd."""

import jax
import jax.numpy as jnp

from twin import Twin, epochs

HIDDEN = 64
BATCH = 250
RATE = 0.5
CLIP = 1.0
NOISE = 1.0


def init(key):
    k = jax.random.split(key, 2)
    return (jax.random.normal(k[0], (784, HIDDEN)) * (1.0 / 784) ** 0.5, jnp.zeros(HIDDEN),
            jax.random.normal(k[1], (HIDDEN, 10)) * (1.0 / HIDDEN) ** 0.5, jnp.zeros(10))


def logits(net, image):
    w1, b1, w2, b2 = net
    return jnp.tanh(image @ w1 + b1) @ w2 + b2


def loss(net, image, label):
    return -jax.nn.log_softmax(logits(net, image))[label]


def clipped(net, image, label):
    value, grads = jax.value_and_grad(loss)(net, image, label)
    norm = jnp.sqrt(sum(jnp.sum(g * g) for g in grads))
    return value, jax.tree.map(lambda g: g * jnp.minimum(1.0, CLIP / norm), grads)


@jax.jit
def step(net, key, images, labels):
    values, grads = jax.vmap(clipped, in_axes=(None, 0, 0))(net, images, labels)
    sums, structure = jax.tree.flatten(jax.tree.map(lambda g: jnp.sum(g, 0), grads))
    keys = jax.random.split(key, len(sums))
    noisy = [g + jax.random.normal(k, g.shape) * (NOISE * CLIP) for g, k in zip(sums, keys)]
    net = jax.tree.map(lambda p, g: p - g * (RATE / BATCH), net, jax.tree.unflatten(structure, noisy))
    return net, jnp.mean(values)


def main():
    twin = Twin()
    data = twin.load("data")
    images, labels = jnp.asarray(data["images"]), jnp.asarray(data["labels"])
    key = jax.random.key(0)
    net = init(key)
    noise = jax.random.key(1)
    twin.training()
    for i, rows in enumerate(epochs(key, len(images), BATCH, twin.steps)):
        net, value = step(net, jax.random.fold_in(noise, i), images[rows], labels[rows])
        twin.loss(value)
    twin.write()


main()
