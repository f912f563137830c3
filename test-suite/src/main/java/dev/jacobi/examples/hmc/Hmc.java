package dev.jacobi.examples.hmc;

import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.vmap;

import dev.jacobi.Fn1;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.Slice;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.plots.Plots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hamiltonian Monte Carlo (Neal 2011): a draw of one chain is plain Java with a loop and a branch, and {@code vmap} makes 64 chains of it.
 */
public final class Hmc implements Example {
    private static final int CHAINS = 64;
    private static final int LEAPS = 15;
    private static final double SIZE = 0.15;
    /** The distribution is that of (x, y) where x is normal and y is normal around x² - 1: means 0, variances 1 and 3, no covariance, but far from normal. */
    private static final double NOISE = 1;

    /** Where a chain is, its key, its energy there, and whether it has moved. */
    record Chain(NDArray position, NDArray key, NDArray energy, NDArray moved) {
    }

    /** The negative logarithm of the density. */
    static NDArray energy(NDArray q) {
        NDArray x = q.get(0);
        NDArray off = q.get(1).minus(Np.square(x).minus(1)).dividedBy(NOISE);
        return Np.square(x).plus(Np.square(off)).times(0.5);
    }

    static Chain begin(NDArray key) {
        NDArray keys = Prng.split(key);
        NDArray q = Prng.normal(keys.get(0), 2).times(1.5);
        return new Chain(q, keys.get(1), energy(q), Np.zeros());
    }

    /** The next draw of a chain. */
    static Chain draw(Chain c) {
        NDArray keys = Prng.split(c.key(), 3);
        NDArray p = Prng.normalLike(keys.get(1), c.position());
        NDArray before = c.energy().plus(kinetic(p));
        NDArray q = c.position();
        var here = valueAndGrad((NDArray x) -> energy(x)).apply(q);
        for (int k = 0; k < LEAPS; k++) {
            p = p.minus(here.grad().times(SIZE / 2));
            q = q.plus(p.times(SIZE));
            here = valueAndGrad((NDArray x) -> energy(x)).apply(q);
            p = p.minus(here.grad().times(SIZE / 2));
        }
        NDArray gain = before.minus(here.value().plus(kinetic(p)));
        if (Np.log(Prng.uniform(keys.get(2))).lt(gain).toBoolean()) {
            return new Chain(q, keys.get(0), here.value(), Np.ones());
        }
        return new Chain(c.position(), keys.get(0), c.energy(), Np.zeros());
    }

    private static NDArray kinetic(NDArray p) {
        return Np.square(p).sum().times(0.5);
    }

    /** How much the variance within chains misses of that of all draws together, for each coordinate (Gelman and Rubin 1992); draws are n x chains x 2. */
    static NDArray rHat(NDArray draws) {
        int n = draws.shape(0);
        NDArray within = Np.var(draws, 0, 1.0).mean(0);
        NDArray between = Np.var(draws.mean(0), 0, 1.0);
        return Np.sqrt(within.times((n - 1.0) / n).plus(between).dividedBy(within));
    }

    @Override
    public String name() {
        return "hmc";
    }

    @Override
    public String purpose() {
        return "Hamiltonian Monte Carlo draws from a bent distribution with 64 chains at once";
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(2000, 150);
        NDArray keys = Prng.split(Prng.key(9), CHAINS);
        Fn1<NDArray, Chain> begin = jit(vmap((NDArray key) -> begin(key)));
        Fn1<Chain, Chain> draw = jit(vmap((Chain c) -> draw(c)));
        Chain chains = begin.apply(keys);
        List<NDArray> draws = new ArrayList<>();
        double moved = 0;
        session.training(steps);
        for (int k = 0; k < steps; k++) {
            chains = draw.apply(chains);
            session.loss(k, chains.energy().mean());
            if (k >= steps / 5) {
                draws.add(chains.position());
                moved += chains.moved().mean().item();
            }
        }
        session.compiled("draw", draw, chains);
        check(session, Np.stack(draws, 0), moved / draws.size());
        session.compare(20, 1e-4);
    }

    private static void check(Session session, NDArray draws, double moved) {
        NDArray flat = draws.reshape(-1, 2);
        NDArray x = flat.get(Slice.ALL, 0);
        NDArray y = flat.get(Slice.ALL, 1);
        session.draw("draws", Plots.scatter(x.get(Slice.of(0, 2000)), y.get(Slice.of(0, 2000))).title("draws"));
        double few = session.pick(1, 8);
        NDArray covariance = Np.cov(flat.transpose());
        session.check("share of proposals taken", moved, new Bound(0.6, 0.999));
        session.check("R-hat, the larger one", Np.max(rHat(draws)).item(), Bound.atMost(1 + 0.01 * few));
        session.check("mean of x", x.mean().item(), new Bound(-0.05 * few, 0.05 * few));
        session.check("mean of y", y.mean().item(), new Bound(-0.1 * few, 0.1 * few));
        session.check("variance of x", covariance.get(0, 0).item(), new Bound(1 - 0.08 * few, 1 + 0.08 * few));
        session.check("variance of y", covariance.get(1, 1).item(), new Bound(3 - 0.3 * few, 3 + 0.3 * few));
        session.check("covariance", covariance.get(0, 1).item(), new Bound(-0.1 * few, 0.1 * few));
    }
}
