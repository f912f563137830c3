"""Records what the ported programs of dev.jacobi.ported compute in JAX: python record_ported.py > ../resources/dev/jacobi/ported/values.txt

Each line has a name, the results in a row, and, behind a bar, the gradient of sum(results * cos(k + 1)) where there is one.
"""
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy.special import logsumexp

jax.config.update("jax_enable_x64", True)


def wave(*shape):
    k = jnp.arange(int(np.prod(shape)), dtype=jnp.float64)
    return jnp.sin(k * k * 0.37 + k * 1.7 + 0.3).reshape(shape)


TRANS = jnp.log(jnp.array([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.2, 0.3, 0.5]]))


def life(board):
    for _ in range(4):
        n = sum(jnp.roll(jnp.roll(board, dy, 0), dx, 1) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dx, dy) != (0, 0))
        board = jnp.where((n == 3) | ((board == 1) & (n == 2)), 1, 0)
    return board


def mandelbrot(r):
    c = (r - 0.5)[None, :] + 1j * (r * 1.2)[:, None]
    z = jnp.zeros_like(c)
    count = jnp.zeros(c.shape, jnp.int32)
    for _ in range(12):
        inside = jnp.abs(z) <= 2
        z = jnp.where(inside, z * z + c, z)
        count = count + inside
    return count


def kmeans(x):
    centers, labels = x[:3], None
    for _ in range(20):
        nearest = jnp.argmin(((x[:, None] - centers) ** 2).sum(-1), 1)
        if labels is not None and (nearest == labels).all():
            break
        labels = nearest
        hot = jax.nn.one_hot(labels, 3, dtype=x.dtype)
        centers = hot.T @ x / jnp.maximum(hot.sum(0), 1)[:, None]
    return jnp.concatenate([centers.ravel(), labels.astype(x.dtype)])


def kalman(z):
    F, H, Q, R = jnp.array([[1, 0.1], [0, 1]]), jnp.array([[1.0, 0]]), jnp.eye(2) * 0.01, jnp.eye(1) * 0.5

    def step(b, obs):
        m, P = F @ b[0], F @ b[1] @ F.T + Q
        K = jnp.linalg.solve((H @ P @ H.T + R).T, H @ P.T).T
        m = m + K @ (obs.reshape(1) - H @ m)
        P = (jnp.eye(2) - K @ H) @ P
        return (m, P), m

    return lax.scan(step, (jnp.zeros(2), jnp.eye(2)), z)[1]


def viterbi(e):
    score, back = e[0], []
    for t in range(1, len(e)):
        cand = score[:, None] + TRANS
        back.append(cand.argmax(0))
        score = cand.max(0) + e[t]
    path = [score.argmax()]
    for b in back[::-1]:
        path.append(b[path[-1]])
    return jnp.stack(path[::-1])


def forward(e):
    alpha = e[0]
    for t in range(1, len(e)):
        alpha = logsumexp(alpha[:, None] + TRANS, 0) + e[t]
    return logsumexp(alpha)


def attention(x):
    n, d = x.shape
    s = jnp.where(jnp.tril(jnp.ones((n, n), bool)), x @ jnp.sin(x).T / np.sqrt(d), -1e9)
    return jax.nn.softmax(s, -1) @ jnp.cos(x)


def floyd_warshall(w):
    n = w.shape[0]
    d = jnp.where(jnp.eye(n, dtype=bool), 0.0, jnp.abs(w) + 0.1)
    for k in range(n):
        d = jnp.minimum(d, d[:, k:k + 1] + d[k:k + 1])
    return d


def gauss_newton(t):
    y, p = jnp.exp(-0.7 * t) * 2, jnp.array([1.5, -0.5])
    f = lambda q: q[0] * jnp.exp(q[1] * t) - y
    for _ in range(6):
        J = jax.jacfwd(f)(p)
        p = p - jnp.linalg.solve(J.T @ J, J.T @ f(p))
    return p


def edit_distance(codes):
    a, b = np.asarray(codes)
    d = np.arange(len(b) + 1)
    for c in a:
        row = [d[0] + 1]
        for j in range(len(b)):
            row.append(min(d[j] + (c != b[j]), d[j + 1] + 1, row[-1] + 1))
        d = np.array(row)
    return jnp.array(d[-1])


def sinkhorn(cost):
    K = jnp.exp(-2 * cost)
    u, v = jnp.ones(cost.shape[0]), jnp.ones(cost.shape[1])
    for _ in range(25):
        u = 1 / cost.shape[0] / (K @ v)
        v = 1 / cost.shape[1] / (K.T @ u)
    return u[:, None] * K * v


def page_rank(adj):
    n = len(adj)
    out = adj.sum(1, keepdims=True)
    M = jnp.where(out > 0, adj / jnp.maximum(out, 1e-9), 1 / n).T
    r = jnp.full(n, 1 / n)
    for _ in range(101):
        new = M @ r * 0.85 + 0.15 / n
        delta, r = jnp.abs(new - r).sum(), new
        if delta <= 1e-7:
            break
    return r


def metropolis(x):
    key, accepted = jax.random.key(7), 0
    for _ in range(30):
        key, a, b = jax.random.split(key, 3)
        prop = x + jax.random.normal(a, x.shape, x.dtype) * 0.5
        if jnp.log(jax.random.uniform(b, (), x.dtype)) < 0.5 * ((x * x).sum() - (prop * prop).sum()):
            x, accepted = prop, accepted + 1
    return jnp.append(x, float(accepted))


def beam(logits):
    lp = jax.nn.log_softmax(logits, -1)
    seqs, scores, last = jnp.zeros((2, 4), jnp.int32), jnp.array([0, -1e9]), jnp.zeros(2, jnp.int32)
    for t in range(4):
        scores, at = lax.top_k((scores[:, None] + lp[last]).ravel(), 2)
        last = at % logits.shape[0]
        seqs = seqs[at // logits.shape[0]].at[:, t].set(last)
    return jnp.concatenate([seqs.ravel().astype(scores.dtype), scores])


def lstm(xs):
    h = 3
    W = jnp.sin(jnp.arange((xs.shape[1] + h) * 4 * h, dtype=jnp.float64)).reshape(xs.shape[1] + h, 4 * h)
    y, c, out = jnp.zeros(h), jnp.zeros(h), []
    for x in xs:
        z = jnp.concatenate([x, y]) @ W
        i, f, g, o = jax.nn.sigmoid(z[:h]), jax.nn.sigmoid(z[h:2 * h]), jnp.tanh(z[2 * h:3 * h]), jax.nn.sigmoid(z[3 * h:])
        c = f * c + i * g
        y = o * jnp.tanh(c)
        out.append(y)
    return jnp.stack(out)


def lbfgs(x):
    f = lambda v: (10 * (v[1:] - v[:-1] ** 2) ** 2 + (1 - v[:-1]) ** 2).sum()
    g = jax.grad(f)
    S, Y, gx = [], [], g(x)
    for _ in range(6):
        q, alpha = gx, [None] * len(S)
        for i in reversed(range(len(S))):
            alpha[i] = S[i] @ q / (S[i] @ Y[i])
            q = q - alpha[i] * Y[i]
        if S:
            q = q * (S[-1] @ Y[-1] / (Y[-1] @ Y[-1]))
        for i in range(len(S)):
            q = q + S[i] * (alpha[i] - Y[i] @ q / (S[i] @ Y[i]))
        step = 1.0
        while f(x - step * q) > f(x) and step > 1e-4:
            step *= 0.5
        new = x - step * q
        S.append(new - x)
        Y.append(g(new) - gx)
        S, Y = S[-3:], Y[-3:]
        x, gx = new, g(new)
    return x


def lorenz(s):
    f = lambda s: jnp.stack([10 * (s[1] - s[0]), s[0] * (28 - s[2]) - s[1], s[0] * s[1] - 8 / 3 * s[2]])
    h = 0.01
    for _ in range(20):
        k1 = f(s)
        k2 = f(s + h / 2 * k1)
        k3 = f(s + h / 2 * k2)
        k4 = f(s + h * k3)
        s = s + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return s


def bubble(x):
    return jnp.sort(x)


def knapsack(v):
    best = jnp.zeros(11)
    for w, value in zip((3, 4, 2, 5), v):
        best = jnp.maximum(best, jnp.concatenate([jnp.full(w, -jnp.inf), best[:-w]]) + value)
    return best.max()


def fft(x):
    y = jnp.fft.fft(x)
    return jnp.concatenate([y.real, y.imag])


def scene(p):
    q = jnp.abs(p) - jnp.array([0.3, 0.7])
    box = jnp.sqrt((jnp.maximum(q, 0) ** 2).sum(-1) + 1e-12) + jnp.minimum(q.max(-1), 0)
    return jnp.minimum(jnp.sqrt((p * p).sum(-1)) - 0.5, box)


PROGRAMS = [
    (life, (wave(6, 7) > 0.2).astype(jnp.int32), False), (mandelbrot, jnp.linspace(-1.5, 1.5, 8), False), (kmeans, wave(12, 2), True), (kalman, wave(9), True),
    (viterbi, wave(7, 3) * 3, False), (forward, wave(7, 3), True), (attention, wave(5, 4), True), (floyd_warshall, wave(5, 5), True), (gauss_newton, wave(6), False),
    (edit_distance, jnp.floor(jnp.abs(wave(2, 7)) * 4).astype(jnp.int32), False), (sinkhorn, jnp.abs(wave(4, 3)), True), (page_rank, (wave(6, 6) > 0.1).astype(jnp.float64), False),
    (metropolis, wave(3), False), (beam, wave(5, 5), False), (lstm, wave(5, 2), True), (lbfgs, wave(4), False), (lorenz, wave(3) + 2, True), (bubble, wave(8), True),
    (knapsack, jnp.abs(wave(4)), True), (fft, wave(8), True), (scene, wave(5, 2), True),
]


def row(a):
    return " ".join(repr(float(v)) for v in np.asarray(a).ravel())


for program, x, derived in PROGRAMS:
    name = "".join(w if k == 0 else w.capitalize() for k, w in enumerate(program.__name__.split("_")))
    line = name + ": " + row(program(x))
    if derived:
        total = lambda v: (lambda y: (y * jnp.cos(jnp.arange(y.size) + 1.0).reshape(y.shape)).sum())(program(v))
        line += " | " + row(jax.grad(total)(x))
    print(line)
