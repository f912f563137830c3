"""The methods of dev.jacobi.cycles as a user of JAX writes them, by the same names, with the shapes that they are compiled for."""
import jax
import jax.numpy as jnp
from jax import lax

F, I = jnp.float32, jnp.int32
TWINS = {}


def f(*shape):
    return jax.ShapeDtypeStruct(shape, F)


def i(*shape):
    return jax.ShapeDtypeStruct(shape, I)


def half(y):
    return 0.5 * jnp.sum(jax.tree.leaves(y)[0] ** 2)


def twin(*shapes, grad=None, gshapes=None):
    """grad: 'half' differentiates half the sum of squares, 'value' the value itself."""
    def add(fn):
        TWINS[fn.__name__] = (fn, shapes)
        if grad:
            loss = fn if grad == "value" else (lambda *a: half(fn(*a)))
            TWINS[fn.__name__ + "'"] = (jax.grad(loss), gshapes or shapes)
        return fn
    return add


V = f(1 << 16)
M = f(512, 256)


@twin(f(), V, V)
def saxpy(a, x, y):
    return a * x + y


@twin(V, V, grad="value")
def dot(x, y):
    return jnp.dot(x, y)


@twin(V, grad="value")
def norm(x):
    return jnp.sqrt(jnp.sum(x * x))


@twin(V, grad="half")
def softmax(x):
    return jax.nn.softmax(x)


@twin(M, grad="half")
def softmaxRows(x):
    return jax.nn.softmax(x, axis=-1)


@twin(M, f(256), f(256), grad="half")
def layerNorm(x, scale, shift):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) * lax.rsqrt(x.var(-1, keepdims=True) + 1e-5) * scale + shift


@twin(M, grad="half")
def columnSums(x):
    return x.sum(0)


@twin(V, grad="value")
def variance(x):
    return jnp.mean(x * x) - jnp.mean(x) ** 2


@twin(f(512, 64), grad="half")
def covariance(x):
    d = x - x.mean(0)
    return d.T @ d / (x.shape[0] - 1)


@twin()
def trapezoid():
    h = 1 / (1 << 16)
    a = jnp.arange(1 << 16, dtype=F) * h
    g = lambda v: 4 / (1 + v * v)
    return jnp.sum(0.5 * h * (g(a) + g(a + h)))


@twin(f(12), V, grad="half")
def horner(c, x):
    return jnp.polyval(c[::-1], x, unroll=12)


def cdf(x):
    a = jnp.abs(x)
    t = 1 / (1 + 0.2316419 * a)
    p = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    v = 0.39894228 * jnp.exp(-0.5 * a * a) * p
    return jnp.where(x > 0, 1 - v, v)


@twin(V, V, V, grad="half")
def blackScholes(s, k, t):
    root = 0.3 * jnp.sqrt(t)
    d1 = (jnp.log(s / k) + (0.02 + 0.045) * t) / root
    return s * cdf(d1) - k * jnp.exp(-0.02 * t) * cdf(d1 - root)


@twin(f(64), f(1024, 64), i(1024), grad="value")
def logisticLoss(w, x, y):
    z = x @ w
    return jnp.mean(jnp.log1p(jnp.exp(-jnp.where(y > 0, z, -z))))


@twin(V)
def reverse(x):
    return x[::-1]


@twin(f(256, 384))
def transpose(x):
    return x.T


@twin(V)
def normalised(x):
    return x / jnp.sqrt(jnp.sum(x * x))


TWINS["normalised'"] = (jax.grad(lambda x: jnp.dot(normalised(x), x)), (V,))


@twin(V, f())
def countAbove(x, limit):
    return jnp.sum(x > limit)


def product(a, b):
    return a @ b


for name in ("matmulIjk", "matmulIkj"):
    TWINS[name] = (product, (f(256, 192), f(192, 320)))
    TWINS[name + "'"] = (jax.grad(lambda a, b: half(a @ b)), (f(256, 192), f(192, 320)))


@twin(f(256 * 192), f(192 * 320), grad="half")
def matmulFlat(a, b):
    return (a.reshape(256, 192) @ b.reshape(192, 320)).reshape(-1)


@twin(f(512, 512), f(512), grad="half")
def matvec(a, x):
    return a @ x


@twin(f(512 * 512), f(512))
def matvecFlat(a, x):
    return a.reshape(512, 512) @ x


@twin(f(64, 128), f(10, 64), f(256, 128), i(256), grad="value")
def mlpLoss(w1, w2, x, labels):
    o = jax.nn.relu(x @ w1.T) @ w2.T
    return jnp.mean(jax.nn.logsumexp(o, axis=1) - jnp.take_along_axis(o, labels[:, None], 1)[:, 0])


@twin(f(128, 64), f(64), f(64, 16), f(16), f(256, 128), grad="half")
def mlpTanh(w1, b1, w2, b2, x):
    return jnp.tanh(x @ w1 + b1) @ w2 + b2


@twin(f(128, 64), f(128, 64), f(128, 64), grad="half")
def attention(q, k, v):
    return jax.nn.softmax(q @ k.T / q.shape[1] ** 0.5, axis=-1) @ v


@twin(f(256, 256), grad="half")
def powerIteration(a):
    def step(v, _):
        w = a @ v
        return w / jnp.sqrt(jnp.sum(w * w)), None
    return lax.scan(step, jnp.ones(a.shape[0], F), None, length=20)[0]


@twin(f(256, 32), f(192, 32), grad="half")
def distances(x, y):
    return jnp.sqrt(jnp.sum((x[:, None] - y[None]) ** 2, -1))


@twin(f(64, 64), f(64, 32), f(48, 32), grad="half")
def rnn(w, u, x):
    def step(h, v):
        h = jnp.tanh(w @ h + u @ v)
        return h, h
    return lax.scan(step, jnp.zeros(w.shape[0], F), x)[1]


@twin(f(1000, 64), i(512), grad="half")
def embed(table, tokens):
    return table[tokens]


@twin(f(256), f(256))
def dft(re, im):
    n = re.shape[0]
    k = jnp.arange(n, dtype=F)
    angle = -2 * jnp.pi * (k[:, None] * k[None]) / n
    c, s = jnp.cos(angle), jnp.sin(angle)
    return jnp.stack([c @ re - s @ im, s @ re + c @ im])


@twin(f(16384), f(9), grad="half")
def convolve(x, w):
    return jnp.correlate(x, w, mode="valid")


@twin(f(256, 256), f(5, 5), grad="half")
def convolve2(x, w):
    return lax.conv_general_dilated(x[None, None], w[None, None], (1, 1), "VALID")[0, 0]


@twin(f(65536), f(25), grad="half")
def convolveFlat(x, w):
    return convolve2(x.reshape(256, 256), w.reshape(5, 5)).reshape(-1)


@twin(f(16384), grad="half")
def heat(u):
    def step(a, _):
        return a.at[1:-1].add(0.1 * (a[:-2] - 2 * a[1:-1] + a[2:])), None
    return lax.scan(step, u, None, length=50)[0]


@twin(f(256, 256), grad="half")
def heat2(u):
    def step(a, _):
        inner = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])
        return jnp.zeros_like(a).at[1:-1, 1:-1].set(inner), None
    return lax.scan(step, u, None, length=20)[0]


@twin(f(64 ** 3), grad="half")
def laplace3(x):
    x = x.reshape(64, 64, 64)
    c = slice(1, -1)
    y = x[c, c, :-2] + x[c, c, 2:] + x[c, :-2, c] + x[c, 2:, c] + x[:-2, c, c] + x[2:, c, c] - 6 * x[c, c, c]
    return jnp.zeros_like(x).at[c, c, c].set(y).reshape(-1)


@twin(i(128 * 128))
def life(g):
    g = g.reshape(128, 128)
    n = sum(jnp.roll(g, (a, b), (0, 1)) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b)
    return ((n == 3) | ((n == 2) & (g == 1))).astype(I).reshape(-1)


@twin(f(65536), grad="half")
def blur(x):
    p = jnp.pad(x.reshape(256, 256), 2, mode="edge")
    return (sum(p[a:a + 256, b:b + 256] for a in range(5) for b in range(5)) / 25).reshape(-1)


@twin(f(65536), grad="half")
def sobel(p):
    p = p.reshape(256, 256)
    gx = p[:-2, 2:] + 2 * p[1:-1, 2:] + p[2:, 2:] - p[:-2, :-2] - 2 * p[1:-1, :-2] - p[2:, :-2]
    gy = p[2:, :-2] + 2 * p[2:, 1:-1] + p[2:, 2:] - p[:-2, :-2] - 2 * p[:-2, 1:-1] - p[:-2, 2:]
    return jnp.pad(jnp.sqrt(gx * gx + gy * gy + 1e-6), 1).reshape(-1)


@twin(f(256, 256), grad="half")
def maxPool(x):
    return x.reshape(128, 2, 128, 2).max((1, 3))


@twin(f(256, 256), grad="half")
def meanPool(x):
    return x.reshape(64, 4, 64, 4).mean((1, 3))


@twin(f(16384), grad="half")
def movingAverage(x):
    return lax.reduce_window(x, 0.0, lax.add, (16,), (1,), "VALID") / 16


@twin(f(4096), grad="half")
def autocorrelation(x):
    return jnp.correlate(jnp.pad(x, (0, 63)), x, mode="valid") / x.shape[0]


@twin(f(128, 128), grad="half")
def bilinear(x):
    h, w = 200, 300
    fy = jnp.arange(h, dtype=F) * (127 / (h - 1))
    fx = jnp.arange(w, dtype=F) * (127 / (w - 1))
    a = jnp.minimum(fy.astype(I), 126)
    b = jnp.minimum(fx.astype(I), 126)
    u, v = (fy - a)[:, None], (fx - b)[None]
    at = lambda r, c: x[r][:, c]
    return (1 - u) * ((1 - v) * at(a, b) + v * at(a, b + 1)) + u * ((1 - v) * at(a + 1, b) + v * at(a + 1, b + 1))


@twin(i(65536))
def threshold(p):
    return jnp.where(p > 128, 255, p // 2)


@twin(f(65536))
def transposeFlat(x):
    return x.reshape(128, 512).T.reshape(-1)


@twin(f(16384), grad="half")
def prefix(x):
    return jnp.cumsum(x)


@twin(f(16384))
def sinceNegative(x):
    def both(p, q):
        return p[0] | q[0], jnp.where(q[0], q[1], p[1] + q[1])
    anew = x < 0
    return lax.associative_scan(both, (anew, jnp.where(anew, 0, x)))[1]


@twin(i(16384))
def prefixInts(x):
    return jnp.cumsum(x)


@twin(f(16384))
def cumulativeMax(x):
    return lax.cummax(x)


def affine(p, q):
    return p[0] * q[0], q[0] * p[1] + q[1]


@twin(f(16384), f(), grad="half")
def ema(x, a):
    k = jnp.full_like(x, 1 - a).at[0].set(0)
    return lax.associative_scan(affine, (k, (a * x).at[0].set(x[0])))[1]


@twin(i(16384))
def hash(b):
    n = b.shape[0]
    p = lax.cumprod(jnp.full(n, 31, I).at[0].set(1), reverse=False)[::-1]
    return jnp.sum(b * p) + p[0] * 31


@twin(f(16384), f(16384))
def maxPlus(a, b):
    def both(p, q):
        return p[0] + q[0], jnp.maximum(p[1] + q[0], q[1])
    k, s = lax.associative_scan(both, (a, b))
    return jnp.maximum(k, s)


@twin(f(16384))
def kadane(x):
    sums = jnp.cumsum(x)
    before = jnp.concatenate([jnp.zeros(1, F), sums[:-1]])
    return jnp.max(sums - lax.cummin(before))


@twin(f(65536))
def argmin(x):
    return jnp.argmin(x)


@twin(M)
def argmaxRows(x):
    return jnp.argmax(x, 1)


@twin(i(65536))
def histogram(x):
    return jnp.zeros(256, I).at[x].add(1)


@twin(i(65536), f(65536))
def weighted(at, w):
    return jnp.zeros(256, F).at[at].add(w)


TWINS["weighted'"] = (jax.grad(lambda w, at: half(weighted(at, w))), (f(65536), i(65536)))


@twin(f(1024, 8), f(16, 8))
def kmeans(x, c):
    best = jnp.argmin(jnp.sum((x[:, None] - c[None]) ** 2, -1), 1)
    one = jax.nn.one_hot(best, c.shape[0], dtype=F)
    n = one.sum(0)[:, None]
    return jnp.where(n > 0, one.T @ x / jnp.maximum(n, 1), c)


@twin(f(256), f(256), f(256), f(256), grad="half")
def nbody(x, y, z, m):
    d = [p[None] - p[:, None] for p in (x, y, z)]
    r2 = d[0] ** 2 + d[1] ** 2 + d[2] ** 2 + 0.01
    inv = m[None] / (r2 * jnp.sqrt(r2))
    return jnp.stack([jnp.sum(v * inv, 1) for v in d])


@twin()
def mandelbrot():
    cr = (-2 + 3 * jnp.arange(128, dtype=F) / 128)[None]
    ci = (-1.5 + 3 * jnp.arange(128, dtype=F) / 128)[:, None]

    def body(_, s):
        zr, zi, n = s
        live = zr * zr + zi * zi <= 4
        return jnp.where(live, zr * zr - zi * zi + cr, zr), jnp.where(live, 2 * zr * zi + ci, zi), n + live
    zero = jnp.zeros((128, 128), F)
    return lax.fori_loop(0, 50, body, (zero, zero, jnp.zeros((128, 128), I)))[2]


@twin(i())
def monteCarlo(seed):
    n = 16384
    m, c = jnp.full(2 * n, 1103515245, I), jnp.full(2 * n, 12345, I)
    k, s = lax.associative_scan(affine, (m, c))
    seeds = (k * seed + s).reshape(n, 2)
    u = lax.shift_right_logical(seeds, 8).astype(F) / 16777216
    return 4 * jnp.sum(jnp.sum(u * u, 1) <= 1) / n


def lu(m):
    n = m.shape[0]
    r = jnp.arange(n)

    def step(k, a):
        col = jnp.where(r > k, a[:, k] / a[k, k], a[:, k])
        a = a.at[:, k].set(col)
        return a - jnp.outer(jnp.where(r > k, col, 0), jnp.where(r > k, a[k], 0))
    return lax.fori_loop(0, n, step, m)


twin(f(128, 128), grad="half", gshapes=(f(64, 64),))(lu)


@twin(f(128, 128), grad="half", gshapes=(f(64, 64),))
def cholesky(a):
    return jnp.linalg.cholesky(a)


def solveLower(l, b):
    return jax.scipy.linalg.solve_triangular(l, b, lower=True)


TWINS["solveLower"] = (solveLower, (f(256, 256), f(256)))
TWINS["solveLower'"] = (jax.grad(lambda b, l: half(solveLower(l, b))), (f(256), f(256, 256)))


def jacobi(a, b):
    d = jnp.diag(a)
    return lax.scan(lambda x, _: ((b - a @ x + d * x) / d, None), jnp.zeros_like(b), None, length=20)[0]


TWINS["jacobi"] = (jacobi, (f(256, 256), f(256)))
TWINS["jacobi'"] = (jax.grad(lambda b, a: half(jacobi(a, b))), (f(256), f(256, 256)))


@twin(f(64, 64), f(64, 32), i(128), grad="value")
def viterbi(trans, emit, seen):
    def step(p, t):
        return jnp.max(p[:, None] + trans, 0) + emit[:, t], None
    return jnp.max(lax.scan(step, jnp.zeros(64, F), seen)[0])


@twin(i(128), i(128))
def editDistance(a, b):
    m = b.shape[0]
    j = jnp.arange(m + 1)

    def row(before, ai):
        cost = (b != ai).astype(I)
        best = jnp.minimum(before[1:] + 1, before[:-1] + cost)
        first = before[0] + 1
        t = jnp.concatenate([first[None], best]) - j
        return lax.cummin(t) + j, None
    return lax.scan(row, j.astype(I), a)[0][-1]


@twin(f(128, 128))
def floyd(d):
    return lax.fori_loop(0, 128, lambda k, d: jnp.minimum(d, d[:, k][:, None] + d[k][None]), d)


@twin(V)
def firstNegative(x):
    neg = x < 0
    return jnp.where(jnp.any(neg), jnp.argmax(neg), -1)
