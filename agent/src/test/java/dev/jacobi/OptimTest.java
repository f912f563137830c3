package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Optimisers step by step beside Optax, whose parameters record_optim.py has recorded. */
class OptimTest {
    record Params(NDArray a, NDArray b) {
    }

    record Step(Params params, Object state, NDArray loss) {
    }

    private static final int STEPS = 8;

    static NDArray loss(Params p) {
        NDArray r = p.a().times(p.a()).minus(NDArray.of(new double[] {1, 2}));
        NDArray first = p.a().times(NDArray.of(new double[] {1, 0})).sum();
        NDArray s = p.b().minus(first);
        return r.times(r).sum().plus(s.times(s).sum());
    }

    private static Params start() {
        return new Params(NDArray.of(new double[] {0.5, -1.5}), NDArray.of(new double[] {2}));
    }

    private static Map<String, GradientTransformation> cases() {
        var out = new LinkedHashMap<String, GradientTransformation>();
        out.put("sgd", Optim.sgd(0.05));
        out.put("momentum", Optim.momentum(0.02, 0.9));
        out.put("nesterov", Optim.nesterov(0.02, 0.9));
        out.put("rmsprop", Optim.rmsprop(0.05));
        out.put("rmsprop-momentum", Optim.rmsprop(0.02, 0.8, 1e-6, 0.5, false));
        out.put("adagrad", Optim.adagrad(0.3));
        out.put("adam", Optim.adam(0.1));
        out.put("nadam", Optim.adam(0.1, 0.9, 0.999, 1e-8, 0, true));
        out.put("adamw", Optim.adamw(0.1, 0.9, 0.999, 1e-8, 0.01));
        out.put("lion", Optim.lion(0.05));
        out.put("clip", Optim.chain(Optim.clipByValue(0.5), Optim.sgd(0.1)));
        out.put("clip-norm", Optim.chain(Optim.clipByGlobalNorm(1), Optim.sgd(0.1)));
        out.put("decay", Optim.chain(Optim.addDecayedWeights(0.1), Optim.scale(-0.03)));
        out.put("accumulate", Optim.accumulate(Optim.adam(0.1), 3));
        out.put("masked", Optim.masked(Optim.adam(0.1), new Params(NDArray.of(true), NDArray.of(false))));
        out.put("linear", Optim.sgd(Schedules.linear(0.01, 0.1, 5)));
        out.put("polynomial", Optim.sgd(Schedules.polynomial(0.1, 0.01, 2, 5, 2)));
        out.put("exponential", Optim.sgd(Schedules.exponentialDecay(0.1, 3, 0.5)));
        out.put("staircase", Optim.sgd(Schedules.exponentialDecay(0.1, 3, 0.5, 1, true, 0.04)));
        out.put("cosine", Optim.sgd(Schedules.cosineDecay(0.1, 6, 0.1, 2)));
        out.put("warmup-cosine", Optim.adam(Schedules.warmupCosine(0, 0.1, 3, 7, 0.01)));
        out.put("piecewise", Optim.sgd(Schedules.piecewise(0.1, Map.of(2, 0.5, 5, 0.1))));
        out.put("lbfgs", Optim.lbfgs(0.2, 3));
        return out;
    }

    private static Map<String, double[]> recorded() throws IOException {
        try (var in = OptimTest.class.getResourceAsStream("optim.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(l -> l.split(" "))
                .collect(Collectors.toMap(w -> w[0], w -> Arrays.stream(w).skip(1).mapToDouble(Double::parseDouble).toArray()));
        }
    }

    private static void add(List<Double> row, Params p) {
        for (NDArray x : List.of(p.a(), p.b())) {
            for (double d : x.toDoubleArray()) {
                row.add(d);
            }
        }
    }

    /** How far a trajectory is from the recorded one, relative to it. */
    private static double distance(List<Double> row, double[] expected) {
        assertEquals(expected.length, row.size());
        double most = 0;
        for (int k = 0; k < expected.length; k++) {
            most = Math.max(most, Math.abs(row.get(k) - expected[k]) / Math.max(1e-3, Math.abs(expected[k])));
        }
        return most;
    }

    @Test
    void eachStepIsOptax() throws IOException {
        Map<String, double[]> expected = recorded();
        Fn1<Params, NDArray> f = p -> loss(p);
        var gradient = grad(f);
        var wrong = new ArrayList<String>();
        assertEquals(expected.size(), cases().size() + 1);
        cases().forEach((name, opt) -> {
            Params p = start();
            Object state = opt.init(p);
            var row = new ArrayList<Double>();
            for (int k = 0; k < STEPS; k++) {
                var u = opt.update(gradient.apply(p), state, p);
                state = u.state();
                p = Optim.applyUpdates(p, u.updates());
                add(row, p);
            }
            double d = distance(row, expected.get(name));
            if (!(d < 1e-6)) {
                wrong.add(name + " " + d);
            }
        });
        assertTrue(wrong.isEmpty(), wrong.toString());
    }

    @Test
    void wholeStepsAreCompiled() throws IOException {
        Map<String, double[]> expected = recorded();
        var wrong = new ArrayList<String>();
        cases().forEach((name, opt) -> {
            Fn2<Params, Object, Step> train = (params, state) -> {
                Fn1<Params, NDArray> f = q -> loss(q);
                var r = valueAndGrad(f).apply(params);
                var u = opt.update(r.grad(), state, params);
                return new Step(Optim.applyUpdates(params, u.updates()), u.state(), r.value());
            };
            try {
                var step = jit(train);
                Params p = start();
                Object state = opt.init(p);
                var row = new ArrayList<Double>();
                for (int k = 0; k < STEPS; k++) {
                    Step s = step.apply(p, state);
                    p = s.params();
                    state = s.state();
                    add(row, p);
                }
                double d = distance(row, expected.get(name));
                if (!(d < 1e-6)) {
                    wrong.add(name + " " + d);
                }
            } catch (JacobiException e) {
                wrong.add(name + ": " + e.getMessage() + "\n");
            }
        });
        assertTrue(wrong.isEmpty(), wrong.toString());
    }

    record Search(Object state, NDArray rate) {
    }

    private static Step searched(GradientTransformation opt, Params params, Search state) {
        Fn1<Params, NDArray> f = q -> loss(q);
        var r = valueAndGrad(f).apply(params);
        var u = opt.update(r.grad(), state.state(), params);
        var line = Optim.lineSearch(f, params, u.updates(), r.grad(), r.value(), state.rate());
        return new Step(Optim.applyUpdates(params, line.updates()), new Search(u.state(), line.rate()), r.value());
    }

    private static void assertSearches(Fn2<Params, Search, Step> step, GradientTransformation opt) throws IOException {
        Params p = start();
        Search state = new Search(opt.init(p), NDArray.of(1f));
        var row = new ArrayList<Double>();
        for (int k = 0; k < STEPS; k++) {
            Step s = step.apply(p, state);
            p = s.params();
            state = (Search) s.state();
            add(row, p);
        }
        double d = distance(row, recorded().get("lbfgs-search"));
        assertTrue(d < 1e-6, "distance " + d + " of " + row);
    }

    @Test
    void lineSearchesAreOptax() throws IOException {
        var opt = Optim.lbfgs(3);
        assertSearches((params, state) -> searched(opt, params, state), opt);
    }

    @Test
    void lineSearchesAreCompiled() throws IOException {
        var opt = Optim.lbfgs(3);
        Fn2<Params, Search, Step> step = (params, state) -> searched(opt, params, state);
        assertSearches(jit(step), opt);
    }
}
