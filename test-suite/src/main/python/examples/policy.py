"""The twin of dev.jacobi.examples.policy.Policy."""

import jax
import jax.numpy as jnp

from twin import Twin, adam, adam_init

LONGEST, WIDTH, RATE, EPISODES = 200, 32, 1e-2, 64
GRAVITY, CART, POLE, HALF, FORCE, STEP = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02


def stands(cart):
    return (jnp.abs(cart[0]) <= 2.4) & (jnp.abs(cart[2]) < 0.20943951)


def pushed(cart, right):
    place, speed, angle, turn = cart
    force = jnp.where(right, FORCE, -FORCE)
    cos, sin = jnp.cos(angle), jnp.sin(angle)
    pull = (force + POLE * HALF * turn * turn * sin) / (CART + POLE)
    turning = (GRAVITY * sin - cos * pull) / (HALF * (4 / 3 - POLE * cos * cos / (CART + POLE)))
    moving = pull - POLE * HALF * turning * cos / (CART + POLE)
    return jnp.stack([place + STEP * speed, speed + STEP * moving, angle + STEP * turn, turn + STEP * turning])


def init(key):
    k = jax.random.split(key)
    return jax.nn.initializers.glorot_uniform()(k[0], (4, WIDTH)), jnp.zeros(WIDTH), 0.01 * jax.random.normal(k[1], (WIDTH, 2)), jnp.zeros(2)


def logits(params, seen):
    return jnp.tanh(seen @ params[0] + params[1]) @ params[2] + params[3]


@jax.jit
def play(params, keys):
    def one(key):
        def body(c):
            k, cart, seen, right = c
            push = jax.random.categorical(jax.random.fold_in(key, k), logits(params, cart))
            return k + 1, pushed(cart, push == 1), seen.at[k].set(cart), right.at[k].set(push)

        start = jax.random.uniform(jax.random.fold_in(key, LONGEST), (4,), minval=-0.05, maxval=0.05)
        k, _, seen, right = jax.lax.while_loop(lambda c: (c[0] < LONGEST) & stands(c[1]), body, (0, start, jnp.zeros((LONGEST, 4)), jnp.zeros(LONGEST, jnp.int32)))
        return seen, right, k

    return jax.vmap(one)(keys)


def loss(params, episodes):
    seen, right, length = episodes
    left = (length[:, None] - jnp.arange(LONGEST)).astype(jnp.float32)
    counts = (left > 0).astype(jnp.float32)
    n = counts.sum()
    better = (left - (left * counts).sum() / n) * counts
    scaled = better / (jnp.sqrt((better**2).sum() / n) + 1e-6)
    surprise = -jnp.take_along_axis(jax.nn.log_softmax(logits(params, seen)), right[..., None], -1)[..., 0]
    return (surprise * scaled).sum() / n


@jax.jit
def learn(params, state, episodes):
    return adam(params, jax.grad(loss)(params, episodes), state, RATE)


def main():
    twin = Twin()
    keys = jax.random.split(jax.random.key(10))
    params = init(keys[0])
    state = adam_init(params)
    twin.training()
    for k in range(twin.steps):
        episodes = play(params, jax.random.split(jax.random.fold_in(keys[1], k), EPISODES))
        params, state = learn(params, state, episodes)
        twin.loss(LONGEST / episodes[2].mean())
    twin.write()


main()
