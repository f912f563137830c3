"""
The coefficients of the polynomials in dev.jacobi.llvm.math.Singles and RoundedSingles: python minimax.py (needs mpmath and numpy).

Each is the polynomial p of a degree that makes the greatest of |w(x) (p(x) - f(x))| over an interval least, found by Lawson's iteration of weighted least squares. Leading coefficients that are given are kept.
What is printed are coefficients rounded to floats one after the other, lowest first, the rest fitted again each time, and -log2 of the greatest weighted error that is left.
"""
import numpy as np
from mpmath import cos, erf, erfinv, exp, expm1, log, log1p, mp, mpf, pi, sin, sqrt, tanh

mp.dps = 50


def value(c, x):
    return sum(a * x ** j for j, a in enumerate(c))


def lawson(x, target, weight, first, free):
    """The coefficients first + free more of them, which are fitted to the targets; x, targets and weights are vectors."""
    scale = np.abs(x).max()
    basis = np.stack([(x / scale) ** (len(first) + j) for j in range(free)], 1)
    rest = target - value(first, x)
    share = np.full(len(x), 1 / len(x))
    for _ in range(300):
        root = np.sqrt(share) * weight
        c = np.linalg.lstsq(basis * root[:, None], rest * root, rcond=None)[0]
        share = share * np.abs(weight * (basis @ c - rest)) + 1e-300
        share = share / share.sum()
    return c / scale ** (len(first) + np.arange(free))


def rounded(name, f, w, low, high, terms, given=()):
    """Points are denser towards the ends, as those are where the greatest errors lie."""
    low, high = mpf(low), mpf(high)
    points = [low + (high - low) * (1 - cos(pi * (i + mpf(1) / 2) / 400)) / 2 for i in range(400)]
    x, target, weight = (np.array([float(v) for v in vs]) for vs in (points, map(f, points), map(w, points)))
    c = list(given)
    while len(c) < terms:
        c.append(float(np.float32(lawson(x, target, weight, c, terms - len(c))[0])))
    worst = np.abs(weight * (value(c, x) - target)).max()
    print(f"{name}: {', '.join(map(repr, c))}; 2^{np.log2(worst):.1f}")


def inverse(w):
    x = sqrt(1 - exp(-w))
    return erfinv(x) / x


half = log(2) / 2
rounded("EXP_TAIL (e^r - 1 - r) / r^2", lambda r: (exp(r) - 1 - r) / r ** 2, lambda r: r ** 2 / exp(r), -half, half, 5, [0.5])
rounded("EXPM1_TAIL (e^r - 1 - r) / r^2", lambda r: (expm1(r) - r) / r ** 2, lambda r: r ** 2 / expm1(r), -half, half, 6, [0.5])
rounded("LOG_TAIL (log(1 + f) - f + f^2/2) / f^3", lambda f: (log1p(f) - f + f ** 2 / 2) / f ** 3, lambda f: f ** 3 / log1p(f), sqrt(mpf(0.5)) - 1, sqrt(mpf(2)) - 1, 9)
rounded("TANH_TAIL (tanh x - x) / x^3 in x^2", lambda z: (tanh(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / tanh(sqrt(z)), 0, mpf(0.82), 7)
rounded("ERF_TAIL (erf x - x) / x in x^2", lambda z: erf(sqrt(z)) / sqrt(z) - 1, lambda z: sqrt(z) / erf(sqrt(z)), 0, mpf(0.82), 8)
rounded("ERFC_LOG log(1 - erf x) / x", lambda x: log(1 - erf(x)) / x, lambda x: x * (1 - erf(x)) / erf(x), mpf(0.89), mpf(3.95), 8)
rounded("ERF_INV_NEAR erfinv(x) / x in -log(1 - x^2)", lambda w: inverse(w), lambda w: 1 / inverse(w), 0, 5.1, 11)
rounded("ERF_INV_FAR erfinv(x) / x in sqrt(-log(1 - x^2)) - 3", lambda s: inverse((s + 3) ** 2), lambda s: 1 / inverse((s + 3) ** 2), -0.78, 1.1, 10)


def doubles(name, f, w, low, high, terms):
    """The same with coefficients of doubles, all at once."""
    low, high = mpf(low), mpf(high)
    points = [float(low + (high - low) * (1 - cos(pi * (i + mpf(1) / 2) / 300)) / 2) for i in range(300)]
    target = [f(mpf(x)) for x in points]
    weight = [w(mpf(x)) for x in points]
    c = lawson(np.array(points), np.array([float(v) for v in target]), np.array([float(v) for v in weight]), [], terms)
    worst = max(abs(v * (sum(mpf(float(a)) * mpf(x) ** j for j, a in enumerate(c)) - y)) for x, y, v in zip(points, target, weight))
    print(f"{name}: {', '.join(repr(float(a)) for a in c)}; 2^{float(log(worst, 2)):.1f}")


quarter = (pi / 4) ** 2 * mpf("1.0001")
half = half * mpf("1.0001")
doubles("SIN (sin r / r - 1) / r^2 in r^2", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / sin(sqrt(z)), 1e-12, quarter, 5)
doubles("COS (cos r - 1) / r^2 in r^2", lambda z: (cos(sqrt(z)) - 1) / z, lambda z: z / cos(sqrt(z)), 1e-12, quarter, 5)
doubles("EXP e^r", exp, lambda r: exp(-r), -half, half, 9)
doubles("EXPM1 (e^r - 1) / r", lambda r: expm1(r) / r, lambda r: r / expm1(r), -half, half, 9)
doubles("LOG log(1 + f) / f", lambda f: log1p(f) / f, lambda f: f / log1p(f), sqrt(mpf(0.5)) - 1, sqrt(mpf(2)) - 1, 15)
