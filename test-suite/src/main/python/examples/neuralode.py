"""The twin of dev.jacobi.examples.neuralode.NeuralOde."""

import jax
import jax.numpy as jnp
from jax.experimental.ode import odeint

from twin import Twin, adam, adam_init

HIDDEN = 32
TOLERANCE = 1e-4
RATE = 1e-2


def init(key):
    k = jax.random.split(key)
    return jax.random.normal(k[0], (2, HIDDEN)) * 0.5, jnp.zeros(HIDDEN), jax.random.normal(k[1], (HIDDEN, 2)) * 0.1, jnp.zeros(2)


def velocity(y, t, net):
    w1, b1, w2, b2 = net
    return jnp.tanh(y @ w1 + b1) @ w2 + b2


def loss(net, times, points):
    return jnp.mean((odeint(velocity, points[0], times, net, rtol=TOLERANCE, atol=TOLERANCE) - points) ** 2)


@jax.jit
def step(net, state, times, points):
    value, grads = jax.value_and_grad(loss)(net, times, points)
    net, state = adam(net, grads, state, RATE)
    return net, state, value


def main():
    twin = Twin()
    data = twin.load("data")
    times, points = jnp.asarray(data["times"]), jnp.asarray(data["points"])
    net = init(jax.random.key(0))
    state = adam_init(net)
    twin.training()
    for _ in range(twin.steps):
        net, state, value = step(net, state, times, points)
        twin.loss(value)
    twin.write()


main()
