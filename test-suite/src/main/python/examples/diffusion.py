"""The twin of dev.jacobi.examples.diffusion.Diffusion."""

import math
from functools import partial

import jax
import jax.numpy as jnp

from twin import Twin, adam, adam_init

TIMES = 64
WAVES = 4
WIDTH = 96
BATCH = 256
RATE = 2e-3


def layer(key, m, n):
    return jax.nn.initializers.glorot_normal()(key, (m, n)), jnp.zeros(n)


def init(key):
    k = jax.random.split(key, 4)
    return (layer(k[0], 2 + 2 * WAVES, WIDTH), layer(k[1], WIDTH, WIDTH), layer(k[2], WIDTH, 2)), k[3]


def kept():
    return jnp.cumprod(1 - jnp.linspace(1e-3, 0.12, TIMES))


def moons(key, n):
    k = jax.random.split(key, 3)
    angle = jax.random.uniform(k[0], n) * math.pi
    second = jax.random.bernoulli(k[1], 0.5, n)
    x = jnp.where(second, 1 - jnp.cos(angle), jnp.cos(angle))
    y = jnp.where(second, 0.5 - jnp.sin(angle), jnp.sin(angle))
    return jnp.stack([x - 0.5, y - 0.25], 1) + 0.06 * jax.random.normal(k[2], (n, 2))


def dense(x, p):
    return x @ p[0] + p[1]


def noise_in(params, x, t):
    phase = jnp.outer(t.astype(jnp.float32) / TIMES, jnp.exp2(jnp.arange(WAVES).astype(jnp.float32))) * math.pi
    h = jnp.concatenate([x, jnp.sin(phase), jnp.cos(phase)], 1)
    first, second, last = params
    return dense(jax.nn.silu(dense(jax.nn.silu(dense(h, first)), second)), last)


def loss(params, x, key):
    k = jax.random.split(key)
    n = x.shape[0]
    t = jax.random.randint(k[0], (n,), 0, TIMES)
    noise = jax.random.normal(k[1], (n, 2))
    left = kept()[t].reshape(n, 1)
    noisy = jnp.sqrt(left) * x + jnp.sqrt(1 - left) * noise
    return jnp.mean((noise_in(params, noisy, t) - noise) ** 2)


@jax.jit
def step(params, state, key, points):
    k = jax.random.split(key, 3)
    x = points[jax.random.randint(k[1], (BATCH,), 0, points.shape[0])]
    value, grads = jax.value_and_grad(loss)(params, x, k[2])
    params, state = adam(params, grads, state, RATE)
    return params, state, k[0], value


@partial(jax.jit, static_argnums=2)
def sample(params, key, n):
    left = kept()

    def body(i, x):
        t = TIMES - 1 - i
        beta = 1 - left[t] / jnp.where(t == 0, 1.0, left[jnp.maximum(t - 1, 0)])
        seen = noise_in(params, x, jnp.full(n, t))
        x = (x - seen * (beta / jnp.sqrt(1 - left[t]))) / jnp.sqrt(1 - beta)
        return jnp.where(t > 0, x + jax.random.normal(jax.random.fold_in(key, t), (n, 2)) * jnp.sqrt(beta), x)

    return jax.lax.fori_loop(0, TIMES, body, jax.random.normal(jax.random.fold_in(key, TIMES), (n, 2)))


def distance(a, b):
    return jnp.mean(jnp.sqrt(jnp.sum((a[:, None] - b[None]) ** 2, 2)))


def main():
    twin = Twin()
    keys = jax.random.split(jax.random.key(12), 4)
    points = moons(keys[0], 4096)
    params, key = init(keys[1])
    state = adam_init(params)
    twin.training()
    for _ in range(twin.steps):
        params, state, key, value = step(params, state, key, points)
        twin.loss(value)
    drawn = sample(params, keys[2], 1000)
    fresh = moons(keys[3], 1000)
    twin.figure("energy distance of drawn points from the distribution", 2 * distance(drawn, fresh) - distance(drawn, drawn) - distance(fresh, fresh))
    twin.write()


main()
