"""The twin of dev.jacobi.examples.vae.Vae."""

import jax
import jax.numpy as jnp

from twin import Twin, adam, adam_init

PIXELS = 784
HIDDEN = 256
CODE = 16
BATCH = 128
RATE = 1e-3


def layer(key, m, n):
    return jax.nn.initializers.glorot_uniform()(key, (m, n)), jnp.zeros(n)


def init(key):
    k = jax.random.split(key, 6)
    encoder = layer(k[0], PIXELS, HIDDEN), layer(k[1], HIDDEN, CODE), layer(k[2], HIDDEN, CODE)
    return (encoder, (layer(k[3], CODE, HIDDEN), layer(k[4], HIDDEN, PIXELS))), k[5]


def dense(x, p):
    return x @ p[0] + p[1]


def encode(encoder, x):
    h = jax.nn.relu(dense(x, encoder[0]))
    return dense(h, encoder[1]), dense(h, encoder[2])


def decode(decoder, z):
    return dense(jax.nn.relu(dense(z, decoder[0])), decoder[1])


def loss(params, images, key):
    encoder, decoder = params
    mean, log_variance = encode(encoder, images)
    z = mean + jnp.exp(0.5 * log_variance) * jax.random.normal(key, mean.shape)
    logits = decode(decoder, z)
    lost = jnp.sum(-images * jax.nn.log_sigmoid(logits) - (1 - images) * jax.nn.log_sigmoid(-logits), 1)
    far = 0.5 * jnp.sum(jnp.exp(log_variance) + mean**2 - 1 - log_variance, 1)
    return jnp.mean(lost + far)


@jax.jit
def step(params, state, key, images):
    k = jax.random.split(key, 3)
    batch = images[jax.random.randint(k[1], (BATCH,), 0, images.shape[0])]
    value, grads = jax.value_and_grad(loss)(params, batch, k[2])
    params, state = adam(params, grads, state, RATE)
    return params, state, k[0], value


def main():
    twin = Twin()
    data = twin.load("data")
    images, held_out = jnp.asarray(data["images"]), jnp.asarray(data["heldOut"])
    keys = jax.random.split(jax.random.key(7), 3)
    params, key = init(keys[0])
    state = adam_init(params)
    twin.training()
    for _ in range(twin.steps):
        params, state, key, value = step(params, state, key, images)
        twin.loss(value)
    twin.figure("bound of the evidence of held-out images", loss(params, held_out, keys[2]))
    twin.write()


main()
