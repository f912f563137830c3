"""The rows of dev.jacobi.bench.Peers in JAX. Reads requests as lines of JSON from standard input, answers each by a line: a row is loaded with inputs from a file, then timed as often as asked."""

import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy.stats import norm

RATE, VOLATILITY = 0.02, 0.3


def prices(s, k, t):
    spread = VOLATILITY * jnp.sqrt(t)
    d1 = (jnp.log(s / k) + (RATE + VOLATILITY * VOLATILITY / 2) * t) / spread
    return s * norm.cdf(d1) - k * jnp.exp(-RATE * t) * norm.cdf(d1 - spread)


def mandelbrot(cx, cy):
    x0, y0 = jnp.meshgrid(cx, cy)

    def step(_, state):
        x, y, count = state
        live = x * x + y * y < 4
        following = jnp.where(live, x * x - y * y + x0, x), jnp.where(live, 2 * x * y + y0, y)
        return *following, count + live.astype(jnp.int32)

    return lax.fori_loop(0, 100, step, (jnp.zeros_like(x0), jnp.zeros_like(x0), jnp.zeros(x0.shape, jnp.int32)))[2]


def nbody(p):
    d = p[None] - p[:, None]
    inverse = lax.rsqrt(jnp.sum(d * d, -1) + 1e-2) ** 3
    return jnp.sum(d * inverse[..., None], 1)


def layernorm(x):
    return (x - jnp.mean(x, -1, keepdims=True)) * lax.rsqrt(jnp.var(x, -1, keepdims=True) + 1e-5)


def loss(p, x, y):
    h = jnp.tanh(x @ p[0] + p[1])
    return jnp.mean((h @ p[2] + p[3] - y) ** 2)


def mlp_step(w1, b1, w2, b2, x, y):
    p = (w1, b1, w2, b2)
    return jax.tree.map(lambda a, g: a - 0.01 * g, p, jax.grad(loss)(p, x, y))


def recurrent(w, u, xs):
    def step(h, x):
        h = jnp.tanh(w @ h + u @ x)
        return h, h

    return jnp.sum(lax.scan(step, jnp.zeros(w.shape[0]), xs)[0])


ROWS = {
    "saxpy": lambda x, y: 2.0 * x + y,
    "sum": jnp.sum,
    "sines": lambda x: jnp.sin(x) ** 2 + jnp.cos(x) ** 2,
    "softmax": jax.nn.softmax,
    "options": prices,
    "options_gradient": jax.grad(lambda s, k, t: jnp.sum(prices(s, k, t)), argnums=(0, 1, 2)),
    "mandelbrot": mandelbrot,
    "nbody": nbody,
    "matmul": lambda a, b: a @ b,
    "layernorm": layernorm,
    "softmax_rows": lambda x: jax.nn.softmax(x, -1),
    "column_sums": lambda x: jnp.sum(x, 0),
    "mlp_step": mlp_step,
    "example_gradients": lambda w1, b1, w2, b2, x, y: jax.vmap(jax.grad(loss), in_axes=(None, 0, 0))((w1, b1, w2, b2), x, y),
    "rnn_gradient": jax.grad(recurrent, argnums=(0, 1)),
    "sort": jnp.sort,
    "cumsum": jnp.cumsum,
    "add": lambda a: a + 1,
}


def load(request):
    """The compiled function of a row and its arguments."""
    with np.load(request["file"]) as arrays:
        inputs = [arrays[name] for name in request["names"].split()]
    if request["row"] == "normal":
        n = int(inputs[0])
        return jax.jit(lambda key: jax.random.normal(key, (n,))), [jax.random.key(0)]
    return jax.jit(ROWS[request["row"]]), [jnp.asarray(x) for x in inputs]


def main():
    f, inputs = None, None
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        try:
            start = time.perf_counter()
            if request["what"] == "version":
                answer["version"] = jax.__version__
            elif request["what"] == "load":
                f, inputs = load(request)
                result = jax.block_until_ready(f(*inputs))
                answer["first"] = time.perf_counter() - start
                leaves = [np.asarray(x, np.float64).ravel() for x in jax.tree.leaves(result)]
                answer["mean"] = float(np.mean(np.concatenate(leaves)))
            else:
                for _ in range(request["calls"]):
                    result = f(*inputs)
                jax.block_until_ready(result)
                answer["seconds"] = (time.perf_counter() - start) / request["calls"]
        except Exception as e:  # the Java side says it
            answer["error"] = f"{type(e).__name__}: {e}"
        print(json.dumps(answer), flush=True)


main()
