"""The twin of dev.jacobi.examples.transformer.Transformer."""

import jax
import jax.numpy as jnp

from twin import Twin, adam, adam_init

LENGTH = 64
SIZE = 64
DEPTH = 2
BATCH = 16
HEADS = 4
RATE = 3e-3
STEPS = 600


def init_block(key, size):
    k = jax.random.split(key, 6)
    normal = lambda key, m, n, scale: jax.random.normal(key, (m, n)) * scale
    scale = (1.0 / size) ** 0.5
    return (jnp.ones(size), normal(k[0], size, size, scale), normal(k[1], size, size, scale), normal(k[2], size, size, scale), normal(k[3], size, size, scale),
            jnp.ones(size), normal(k[4], size, 4 * size, scale), normal(k[5], 4 * size, size, scale / 2))


def init(key, alphabet, length, size, depth):
    k = jax.random.split(key, depth + 3)
    blocks = [init_block(k[i], size) for i in range(depth)]
    return (jax.random.normal(k[depth], (alphabet, size)) * 0.1, jax.random.normal(k[depth + 1], (length, size)) * 0.1, blocks, jnp.ones(size),
            jax.random.normal(k[depth + 2], (size, alphabet)) * (1.0 / size) ** 0.5)


def rms_norm(x, scale):
    return x / jnp.sqrt(jnp.mean(x * x, axis=-1, keepdims=True) + 1e-6) * scale


def block(params, x):
    norm1, query, key, value, mix, norm2, up, down = params
    heads = lambda x: x.reshape(x.shape[0], x.shape[1], HEADS, -1)
    h = rms_norm(x, norm1)
    attended = jax.nn.dot_product_attention(heads(h @ query), heads(h @ key), heads(h @ value), is_causal=True)
    x = x + attended.reshape(x.shape) @ mix
    return x + jax.nn.gelu(rms_norm(x, norm2) @ up) @ down


def logits(model, text):
    tokens, places, blocks, norm, out = model
    x = tokens[text] + places
    for b in blocks:
        x = block(b, x)
    return rms_norm(x, norm) @ out


def loss(model, windows):
    predicted = jax.nn.log_softmax(logits(model, windows[:, :-1]))
    return -jnp.mean(jnp.take_along_axis(predicted, windows[:, 1:, None], axis=-1))


@jax.jit
def step(model, state, windows):
    value, grads = jax.value_and_grad(loss)(model, windows)
    rate = RATE * 0.5 * (1 + jnp.cos(jnp.pi * jnp.minimum(state[0], STEPS) / STEPS))
    model, state = adam(model, grads, state, rate)
    return model, state, value


def main():
    twin = Twin()
    text = jnp.asarray(twin.load("data")["text"])
    key = jax.random.key(0)
    model = init(key, int(text.max()) + 1, LENGTH, SIZE, DEPTH)
    state = adam_init(model)
    twin.training()
    for i in range(twin.steps):
        starts = jax.random.randint(jax.random.fold_in(key, i), (BATCH,), 0, len(text) - LENGTH)
        model, state, value = step(model, state, text[starts[:, None] + jnp.arange(LENGTH + 1)])
        twin.loss(value)
    twin.write()


main()
