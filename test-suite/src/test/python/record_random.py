"""Records what jax.random gives, for the test of Prng: python record_random.py > agent/src/test/resources/dev/jacobi/random.txt

A line is a name and numbers. Names with "checksum" have one, of the integers for the keys of 0 to 999: h = 31 h + x in 32 bits.
"""
import os

os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import jax.numpy as jnp
import numpy as np

R = jax.random
K = R.key(0)
N = (9,)
L = jnp.array([[1, 2, 3, 4], [0, 0, 0, 0], [-1, 2, 1, 0]], dtype=jnp.float32)
P = jnp.array([.1, .2, .3, .4])
A = jnp.array([5., 6, 7, 8])
M = jnp.array([1., 2])
C = jnp.array([[2., 1], [1, 3]])

VALUES = {
    "bits": lambda: R.bits(K, (3, 4)), "bits16": lambda: R.bits(K, (5,), "uint16"), "uniform": lambda: R.uniform(K, N),
    "uniform16": lambda: R.uniform(K, N, "float16"), "range": lambda: R.uniform(K, N, "float32", -1., 3.5), "normal": lambda: R.normal(K, (3, 4)),
    "randint": lambda: R.randint(K, N, -2147483648, 2147483647), "randint8": lambda: R.randint(K, N, 0, 256, "uint8"), "bernoulli": lambda: R.bernoulli(K, .3, N),
    "categorical": lambda: R.categorical(K, L, -1, (5, 3)), "categories": lambda: R.categorical(K, L, -1, (2, 3), False), "permutation": lambda: R.permutation(K, L, 1),
    "independent": lambda: R.permutation(K, L, 1, independent=True), "choice": lambda: R.choice(K, A, (5,), True, P), "different": lambda: R.choice(K, A, (3,), False, P),
    "gamma": lambda: R.gamma(K, 2.5, N), "gammaSmall": lambda: R.gamma(K, .3, N), "loggamma": lambda: R.loggamma(K, A), "beta": lambda: R.beta(K, 2., .5, N),
    "dirichlet": lambda: R.dirichlet(K, A, (5,)), "exponential": lambda: R.exponential(K, N), "laplace": lambda: R.laplace(K, N), "cauchy": lambda: R.cauchy(K, N),
    "truncatedNormal": lambda: R.truncated_normal(K, -1., 3., N), "gumbel": lambda: R.gumbel(K, N), "logistic": lambda: R.logistic(K, N),
    "multivariateNormal": lambda: R.multivariate_normal(K, M, C, (5,)), "poisson": lambda: R.poisson(K, 3., N), "poissonMany": lambda: R.poisson(K, 25., N),
    "rademacher": lambda: R.rademacher(K, N), "t": lambda: R.t(K, 3., N), "chisquare": lambda: R.chisquare(K, 3., N), "f": lambda: R.f(K, 3., 5., N),
    "geometric": lambda: R.geometric(K, .3, N), "binomial": lambda: R.binomial(K, 10., .3, N), "binomialMany": lambda: R.binomial(K, 100., .6, N),
    "multinomial": lambda: R.multinomial(K, 20., jnp.array([.25, .25, .5])), "pareto": lambda: R.pareto(K, 3., N), "rayleigh": lambda: R.rayleigh(K, 2., N),
    "weibullMin": lambda: R.weibull_min(K, 2., 1.5, N), "wald": lambda: R.wald(K, 2., N), "triangular": lambda: R.triangular(K, -1., .5, 2., N),
    "lognormal": lambda: R.lognormal(K, .5, N), "maxwell": lambda: R.maxwell(K, N), "doubleSidedMaxwell": lambda: R.double_sided_maxwell(K, .5, 2., N),
    "orthogonal": lambda: R.orthogonal(K, 2, (2,)), "ball": lambda: R.ball(K, 2, 2., (4,)), "generalizedNormal": lambda: R.generalized_normal(K, 1.5, N),
}

CHECKSUMS = {
    "split": lambda k: R.key_data(R.split(k, 3)), "foldIn": lambda k: R.key_data(R.fold_in(k, 7)), "bits": lambda k: R.bits(k, (3, 4)), "permutation": lambda k: R.permutation(k, 33),
    "randint": lambda k: R.randint(k, (4,), -1000000, 1000000), "choice": lambda k: R.choice(k, 10, (3,), False),
}


def checksum(f):
    h = 0
    for x in np.asarray(jax.vmap(lambda s: f(R.key(s)))(jnp.arange(1000))).astype(np.int64).ravel():
        h = (31 * h + int(x)) & 0xFFFFFFFF
    return h


for name, f in VALUES.items():
    print(name, *[repr(float(v)) for v in np.asarray(f()).astype(np.float64).ravel()])
for name, f in CHECKSUMS.items():
    print("checksum:" + name, checksum(f))
