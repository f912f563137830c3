"""The twin of dev.jacobi.examples.contact.Contact."""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp  # noqa: E402

from twin import Twin  # noqa: E402

GRAVITY, WALL, BACK, ALONG, STEP, STEPS = 9.81, 4.0, 0.8, 0.95, 0.01, 220
X, Y, STARTS, RATE, LONGEST = 1.2, 0.6, 16, 0.05, 0.2


def flown(b, t):
    x, y, vx, vy = b
    return x + vx * t, y + vy * t - GRAVITY / 2 * t * t, vx, vy - GRAVITY * t


def until_ground(b):
    _, y, _, vy = b
    square = jnp.maximum(vy * vy + 2 * GRAVITY * y, 0)
    safe = jnp.where(square > 0, square, 1)
    return (vy + jnp.where(square > 0, jnp.sqrt(safe), 0)) / GRAVITY


def choose(condition, a, b):
    return jax.tree.map(lambda p, q: jnp.where(condition, p, q), a, b)


def move(b):
    free = flown(b, STEP)
    t = jnp.minimum(until_ground(b), STEP)
    lx, _, lvx, lvy = flown(b, t)
    n = choose(free[1] < 0, flown((lx, 0.0, lvx * ALONG, -lvy * BACK), STEP - t), free)
    hit = n[0] > WALL
    late = (n[0] - WALL) / jnp.where(hit, n[2], 1)
    return choose(hit, (WALL - n[2] * BACK * late, n[1], -n[2] * BACK, n[3]), n)


def loss(throw):
    x, y, _, _ = jax.lax.fori_loop(0, STEPS, lambda _, b: move(b), (0.0, 1.0, throw[0], throw[1]))
    return (x - X) ** 2 + (y - Y) ** 2


@jax.jit
@jax.vmap
def step(throw):
    value, grads = jax.value_and_grad(loss)(throw)
    change = grads * RATE
    length = jnp.sqrt(jnp.sum(change**2))
    return throw - change * jnp.where(length > LONGEST, LONGEST / length, 1), value


def main():
    twin = Twin()
    k = jnp.arange(STARTS)
    throws = jnp.stack([3 + 0.25 * k, 1 + 0.2 * k], 1)
    twin.training()
    for _ in range(twin.steps):
        throws, value = step(throws)
        twin.loss(value.mean())
    twin.figure("distance of the best throw from the target", jnp.sqrt(jnp.min(jax.vmap(loss)(throws))))
    twin.write()


main()
