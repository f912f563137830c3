package dev.jacobi.examples.diffusion;

import static dev.jacobi.Jacobi.jit;

import dev.jacobi.NDArray;
import dev.jacobi.Prng;
import dev.jacobi.Slice;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.diffusion.DiffusionModel.Params;
import dev.jacobi.examples.diffusion.DiffusionModel.State;
import dev.jacobi.plots.Plots;
import java.io.IOException;

/** A diffusion model learns to draw points that lie on two half moons. */
public final class Diffusion implements Example {
    @Override
    public String name() {
        return "diffusion";
    }

    @Override
    public String purpose() {
        return "a diffusion model learns to draw points that lie on two half moons";
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(3000, 100);
        NDArray keys = Prng.split(Prng.key(12), 4);
        NDArray points = DiffusionModel.moons(keys.get(0), 4096);
        State state = DiffusionModel.init(keys.get(1));
        var step = jit((State s, NDArray x) -> DiffusionModel.step(s, x));
        session.training(steps);
        for (int k = 0; k < steps; k++) {
            state = step.apply(state, points);
            session.loss(k, state.loss());
        }
        session.compiled("step", step, state, points);

        var sample = jit((Params p, NDArray key) -> DiffusionModel.sample(p, key, 1000));
        NDArray drawn = sample.apply(state.params(), keys.get(2));
        NDArray fresh = DiffusionModel.moons(keys.get(3), 1000);
        session.draw("points", Plots.scatter(column(fresh, 0), column(fresh, 1)).named("data").scatter(column(drawn, 0), column(drawn, 1)).named("drawn").title(name()));
        session.check("energy distance of drawn points from the distribution", DiffusionModel.energyDistance(drawn, fresh).item(), Bound.atMost(session.pick(0.015, 0.3)));
        session.compiled("sample", sample, state.params(), keys.get(2));
        session.compare(20, 1e-4);
    }

    private static NDArray column(NDArray x, int k) {
        return x.get(Slice.ALL, k);
    }
}
