"""Twins of the methods of dev.jacobi.roofline's Layers, Images and Series, added to those of twins.py."""
import jax
import jax.numpy as jnp
from jax import lax
from twins import F, I, f, i, twin

M = f(256, 320)
X = f(16384)


@twin(f(256 * 320), f(320), grad="half")
def rmsNorm(x, gain):
    x = x.reshape(256, 320)
    return (x * lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + 1e-6) * gain).reshape(-1)


@twin(M, grad="half")
def logSoftmax(x):
    return jax.nn.log_softmax(x, axis=-1)


@twin(M, grad="half")
def softmaxColumns(x):
    return jax.nn.softmax(x, axis=0)


@twin(M, f(320), f(320), grad="half")
def batchNorm(x, gain, bias):
    mean = x.mean(0)
    return (x - mean) * (gain * lax.rsqrt(jnp.mean(x * x, 0) - mean * mean + 1e-5)) + bias


@twin(f(256, 256), grad="half")
def causalSoftmax(x):
    return jax.nn.softmax(jnp.where(jnp.tri(256, dtype=bool), x, -jnp.inf), axis=-1)


@twin(f(16 * 64 * 64), f(16 * 64 * 64), grad="half")
def batchedProduct(a, b):
    return (a.reshape(16, 64, 64) @ b.reshape(16, 64, 64)).reshape(-1)


@twin(f(8, 1024), f(16, 8, 5), grad="half")
def convolveChannels(x, w):
    return lax.conv_general_dilated(x[None], w, (1,), "VALID")[0]


@twin(f(64, 1024), f(64, 5), grad="half")
def depthwise(x, w):
    return lax.conv_general_dilated(x[None], w[:, None], (1,), "VALID", feature_group_count=64)[0]


@twin(M, M, grad="half")
def gated(a, b):
    return jax.nn.silu(a) * b


@twin(f(256, 128), f(64), grad="half")
def rotary(x, frequency):
    angle = jnp.arange(x.shape[0], dtype=F)[:, None] * frequency
    c, s = jnp.cos(angle), jnp.sin(angle)
    p = x.reshape(x.shape[0], -1, 2)
    return jnp.stack([p[..., 0] * c - p[..., 1] * s, p[..., 0] * s + p[..., 1] * c], -1).reshape(x.shape)


@twin(f(256, 64), f(256, 64), grad="half")
def cosines(x, y):
    return x @ y.T * lax.rsqrt(jnp.sum(x * x, -1)[:, None] * jnp.sum(y * y, -1)[None])


@twin(f(256), M, f(320), grad="value")
def bilinearForm(x, a, y):
    return x @ a @ y


@twin(f(256, 64), f(64, 192))
def tropicalProduct(a, b):
    return jnp.max(a[:, :, None] + b[None], 1)


@twin(i(65536))
def gray(p):
    return ((77 * (p >> 16 & 255) + 150 * (p >> 8 & 255) + 29 * (p & 255)) >> 8).astype(jnp.int8)


@twin(f(256 * 320), grad="half")
def boxBlur(x):
    x = x.reshape(256, 320)
    rows = jnp.pad(sum(x[:, k:k + 316] for k in range(5)) / 5, ((0, 0), (2, 2)))
    return jnp.pad(sum(rows[k:k + 252] for k in range(5)) / 5, ((2, 2), (0, 0))).reshape(-1)


@twin(jax.ShapeDtypeStruct((256 * 320,), jnp.int8))
def erode(x):
    p = x.reshape(256, 320).astype(I) & 255
    return jnp.pad(lax.reduce_window(p, 255, lax.min, (3, 3), (1, 1), "VALID").astype(jnp.int8), 1).reshape(-1)


@twin(i(65536))
def equalise(x):
    count = jnp.zeros(256, I).at[x & 255].add(1)
    return (255 * jnp.cumsum(count) // 65536)[x & 255]


@twin(i(256 * 320))
def halved(x):
    return ((x.reshape(128, 2, 160, 2).sum((1, 3)) + 2) // 4).reshape(-1)


@twin(f(128 * 160), grad="half")
def enlarged(x):
    return jnp.repeat(jnp.repeat(x.reshape(128, 160), 2, 0), 2, 1).reshape(-1)


@twin(i(256 * 320))
def rotated(x):
    return jnp.rot90(x.reshape(256, 320), -1).reshape(-1)


@twin(f(3 * 16384), grad="half")
def channelMeans(x):
    return x.reshape(-1, 3).mean(0)


@twin(f(65536), grad="half")
def median3(x):
    lo, hi = jnp.minimum(x[:-2], x[1:-1]), jnp.maximum(x[:-2], x[1:-1])
    return x.at[1:-1].set(jnp.maximum(lo, jnp.minimum(hi, x[2:])))


@twin(f(256, 192), f(), grad="half")
def emaRows(x, a):
    def both(p, q):
        return p[0] * q[0], q[0] * p[1] + q[1]
    first = jnp.arange(x.shape[1]) == 0
    return lax.associative_scan(both, (jnp.broadcast_to(jnp.where(first, 0, 1 - a), x.shape), jnp.where(first, x, a * x)), axis=1)[1]


@twin(X, grad="value")
def drawdown(x):
    return jnp.max(lax.cummax(x) - x)


@twin(X)
def longestRun(x):
    k = jnp.arange(x.shape[0], dtype=I)
    return jnp.max(k - lax.cummax(jnp.where(x > 0, -1, k)))


@twin(i(16384))
def offsets(x):
    return jnp.concatenate([jnp.zeros(1, I), jnp.cumsum(jnp.zeros(100, I).at[x].add(1))])


@twin(f(256, 192))
def columnArgmin(x):
    return jnp.argmin(x, 0)


@twin(i(256, 192))
def lastRowMinimum(x):
    return x.shape[1] - 1 - jnp.argmin(x[:, ::-1], 1)


@twin(f(256, 192), grad="half")
def rowRange(x):
    return jnp.stack([x.min(1), x.max(1)])


@twin(X, f(), grad="half")
def differences(x, h):
    return jnp.concatenate([(x[1:2] - x[:1]) / h, (x[2:] - x[:-2]) / (2 * h), (x[-1:] - x[-2:-1]) / h])


@twin(f(1000), X, grad="half")
def interpolate(table, x):
    at = x * 999
    k = jnp.clip(at.astype(I), 0, 998)
    u = at - k
    return (1 - u) * table[k] + u * table[k + 1]


@twin(X, i(16384), grad="half")
def segmentSums(x, s):
    n = jnp.zeros(100, I).at[s].add(1)
    return jnp.where(n == 0, 0, jnp.zeros(100, F).at[s].add(x) / n)


@twin(f(256, 192), f(128, 192), grad="half")
def manhattan(x, y):
    return jnp.sum(jnp.abs(x[:, None] - y[None]), -1)


@twin(X)
def slidingMean(x):
    return lax.reduce_window(x, 0.0, lax.add, (16,), (1,), "VALID") / 16


@twin(i(256, 192))
def popularity(votes):
    return jnp.zeros(50, I).at[votes.reshape(-1)].add(1)
