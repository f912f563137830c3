package dev.jacobi.examples.contact;

import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.vmap;

import dev.jacobi.Fn3;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.contact.Bounce.Ball;
import dev.jacobi.examples.contact.Bounce.Throw;
import dev.jacobi.plots.Plot;
import dev.jacobi.plots.Plots;
import java.io.IOException;
import java.util.Arrays;

/** Throws are changed by gradient descent until the ball, after bounces off the ground and a wall, is at a target. */
public final class Contact implements Example {
    private static final double X = 1.2;
    private static final double Y = 0.6;
    private static final int STARTS = 16;
    private static final double RATE = 0.05;
    private static final double LONGEST = 0.2;

    /** A throw after a step, and the loss before it. */
    record Step(Throw next, double loss) {
    }

    /** Downhill, but never by more than {@link #LONGEST}: near a contact with the edge of the wall and ground the slope is steep. */
    static Step step(Throw t, double x, double y) {
        var r = valueAndGrad((Throw s) -> Bounce.loss(s, x, y)).apply(t);
        double across = r.grad().across() * RATE;
        double up = r.grad().up() * RATE;
        double length = Math.sqrt(across * across + up * up);
        double scale = length > LONGEST ? LONGEST / length : 1;
        return new Step(new Throw(t.across() - across * scale, t.up() - up * scale), r.value());
    }

    @Override
    public String name() {
        return "contact";
    }

    @Override
    public String purpose() {
        return "a throw is found whose ball hits a target after bouncing off ground and wall";
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(3000, 100);
        Throw[] throwing = new Throw[STARTS];
        Arrays.setAll(throwing, k -> new Throw(3 + 0.25 * k, 1 + 0.2 * k));
        Fn3<Throw[], Double, Double, Step[]> step = jit(vmap((Throw t, Double x, Double y) -> step(t, x, y), 0, null, null));
        double first = 0;
        session.training(steps);
        for (int k = 0; k < steps; k++) {
            Step[] done = step.apply(throwing, X, Y);
            double mean = Arrays.stream(done).mapToDouble(Step::loss).average().orElseThrow();
            first = k == 0 ? mean : first;
            throwing = Arrays.stream(done).map(Step::next).toArray(Throw[]::new);
            session.loss(k, mean);
        }
        session.compiled("step", step, throwing, X, Y);
        Throw best = throwing[0];
        for (Throw t : throwing) {
            best = Bounce.loss(t, X, Y) < Bounce.loss(best, X, Y) ? t : best;
        }
        Ball end = Bounce.end(best);
        session.draw("flight", flight(best));
        session.say("  the best throw is %.4f across and %.4f up, and ends at %.4f, %.4f", best.across(), best.up(), end.x(), end.y());
        session.check("distance of the best throw from the target", Math.sqrt(Bounce.loss(best, X, Y)), Bound.atMost(session.pick(1e-3, 0.3)));
        session.check("error of the gradient by central differences", error(throwing[0]), Bound.atMost(1e-5));
        session.compare(20, 1e-9);
    }

    private static double error(Throw t) {
        double h = 1e-6;
        double slope = (Bounce.loss(new Throw(t.across() + h, t.up()), X, Y) - Bounce.loss(new Throw(t.across() - h, t.up()), X, Y)) / (2 * h);
        double found = valueAndGrad((Throw s) -> Bounce.loss(s, X, Y)).apply(t).grad().across();
        return Math.abs(found - slope) / Math.max(1, Math.abs(slope));
    }

    private static Plot flight(Throw t) {
        double[] x = new double[Bounce.STEPS];
        double[] y = new double[Bounce.STEPS];
        Ball b = new Ball(0, 1, t.across(), t.up());
        for (int k = 0; k < x.length; k++) {
            b = Bounce.step(b);
            x[k] = b.x();
            y[k] = b.y();
        }
        return Plots.line(x, y).named("flight").scatter(new double[] {X}, new double[] {Y}).named("target").title("the best throw");
    }
}
