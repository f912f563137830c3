"""The twin of dev.jacobi.examples.hmc.Hmc."""

import jax
import jax.numpy as jnp

from twin import Twin

CHAINS = 64
LEAPS = 15
SIZE = 0.15
NOISE = 1


def energy(q):
    off = (q[1] - (q[0] ** 2 - 1)) / NOISE
    return 0.5 * (q[0] ** 2 + off**2)


@jax.jit
@jax.vmap
def begin(key):
    k = jax.random.split(key)
    q = 1.5 * jax.random.normal(k[0], 2)
    return q, k[1], energy(q), 0.0


def kinetic(p):
    return 0.5 * jnp.sum(p**2)


@jax.jit
@jax.vmap
def draw(chain):
    position, key, start, _ = chain
    k = jax.random.split(key, 3)
    p = jax.random.normal(k[1], position.shape)
    before = start + kinetic(p)

    def leap(_, c):
        q, p, value, grad = c
        p = p - SIZE / 2 * grad
        q = q + SIZE * p
        value, grad = jax.value_and_grad(energy)(q)
        return q, p - SIZE / 2 * grad, value, grad

    q, p, value, _ = jax.lax.fori_loop(0, LEAPS, leap, (position, p, *jax.value_and_grad(energy)(position)))
    gain = before - (value + kinetic(p))
    taken = jnp.log(jax.random.uniform(k[2])) < gain
    return jnp.where(taken, q, position), k[0], jnp.where(taken, value, start), jnp.where(taken, 1.0, 0.0)


def main():
    twin = Twin()
    chains = begin(jax.random.split(jax.random.key(9), CHAINS))
    twin.training()
    for _ in range(twin.steps):
        chains = draw(chains)
        twin.loss(chains[2].mean())
    twin.write()


main()
