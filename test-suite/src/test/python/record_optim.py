"""Records trajectories of Optax's optimisers for OptimTest: python record_optim.py > .../agent/src/test/resources/optim.txt

Each line has a name and the parameters a (2 numbers) and b (1 number) after each of 8 steps. The loss is sum((a*a - [1, 2])^2) + (b - a[0])^2 at a = [0.5, -1.5], b = 2.
"""
import jax
import jax.numpy as jnp
import numpy as np
import optax


def loss(p):
    return jnp.sum((p["a"] * p["a"] - jnp.array([1.0, 2.0])) ** 2) + jnp.sum((p["b"] - p["a"][0]) ** 2)


def cases():
    yield "sgd", optax.sgd(0.05)
    yield "momentum", optax.sgd(0.02, momentum=0.9)
    yield "nesterov", optax.sgd(0.02, momentum=0.9, nesterov=True)
    yield "rmsprop", optax.rmsprop(0.05)
    yield "rmsprop-momentum", optax.rmsprop(0.02, decay=0.8, eps=1e-6, momentum=0.5)
    yield "adagrad", optax.adagrad(0.3)
    yield "adam", optax.adam(0.1)
    yield "nadam", optax.adam(0.1, nesterov=True)
    yield "adamw", optax.adamw(0.1, weight_decay=0.01)
    yield "lion", optax.lion(0.05)
    yield "clip", optax.chain(optax.clip(0.5), optax.sgd(0.1))
    yield "clip-norm", optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1))
    yield "decay", optax.chain(optax.add_decayed_weights(0.1), optax.scale(-0.03))
    yield "accumulate", optax.MultiSteps(optax.adam(0.1), 3).gradient_transformation()
    yield "masked", optax.masked(optax.adam(0.1), {"a": True, "b": False})
    yield "linear", optax.sgd(optax.linear_schedule(0.01, 0.1, 5))
    yield "polynomial", optax.sgd(optax.polynomial_schedule(0.1, 0.01, 2.0, 5, 2))
    yield "exponential", optax.sgd(optax.exponential_decay(0.1, 3, 0.5))
    yield "staircase", optax.sgd(optax.exponential_decay(0.1, 3, 0.5, 1, True, 0.04))
    yield "cosine", optax.sgd(optax.cosine_decay_schedule(0.1, 6, 0.1, 2.0))
    yield "warmup-cosine", optax.adam(optax.warmup_cosine_decay_schedule(0.0, 0.1, 3, 7, 0.01))
    yield "piecewise", optax.sgd(optax.piecewise_constant_schedule(0.1, {2: 0.5, 5: 0.1}))
    yield "lbfgs", optax.lbfgs(0.2, memory_size=3, linesearch=None)
    yield "lbfgs-search", optax.lbfgs(memory_size=3, linesearch=optax.scale_by_backtracking_linesearch(15))


def run(opt):
    opt = optax.with_extra_args_support(opt)
    p = {"a": jnp.array([0.5, -1.5]), "b": jnp.array([2.0])}
    state = opt.init(p)
    row = []
    for _ in range(8):
        g = jax.grad(loss)(p)
        u, state = opt.update(g, state, p, value=loss(p), grad=g, value_fn=loss)
        p = optax.apply_updates(p, u)
        row += list(np.asarray(p["a"])) + list(np.asarray(p["b"]))
    return row


if __name__ == "__main__":
    for name, opt in cases():
        print(name, " ".join(repr(float(v)) for v in run(opt)))
