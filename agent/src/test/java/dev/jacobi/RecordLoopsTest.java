package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Java's own loops over records of arrays, numbers and lists, with the steps in methods of their own. */
class RecordLoopsTest {
    record State(NDArray x, int trips, boolean done) {
    }

    record Layers(List<NDArray> all, int step) {
    }

    static boolean goesOn(State s) {
        return !s.done() && s.trips() < 5;
    }

    static State step(State s) {
        NDArray y = s.x().times(0.5).plus(1);
        return new State(y, s.trips() + 1, y.sum().item() < 7);
    }

    static NDArray whileItGoesOn(NDArray x) {
        State s = new State(x, 0, false);
        while (goesOn(s)) {
            s = step(s);
        }
        return s.x().times(s.trips());
    }

    static List<State> stepAll(List<State> states) {
        List<State> out = new ArrayList<>();
        for (State s : states) {
            out.add(step(s));
        }
        return out;
    }

    static NDArray listsOfAnotherKind(NDArray x) {
        List<State> all = List.of(new State(x, 0, false), new State(x.times(3), 1, false));
        for (int i = 0; i < 4; i++) {
            all = stepAll(all);
        }
        return all.get(0).x().plus(all.get(1).x());
    }

    static NDArray listsInRecords(NDArray x) {
        Layers l = new Layers(List.of(x, x.times(2)), 0);
        while (l.step() < 3) {
            List<NDArray> next = new ArrayList<>();
            for (NDArray a : l.all()) {
                next.add(a.times(0.5).plus(l.step()));
            }
            l = new Layers(next, l.step() + 1);
        }
        return l.all().get(0).plus(l.all().get(1));
    }

    private static void check(Fn1<NDArray, NDArray> f) {
        NDArray x = NDArray.of(new float[] {1, 2, 3});
        NDArray y = x.times(4);
        assertTrue(Np.allclose(Jacobi.jit(f).apply(x), f.apply(x)).toBoolean());
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(f, 0);
        assertTrue(Np.allclose(lanes.apply(Np.stack(x, y)), Np.stack(f.apply(x), f.apply(y))).toBoolean());
        Fn1<NDArray, NDArray> sum = u -> f.apply(u).sum();
        double slope = (sum.apply(x.plus(0.01f)).item() - sum.apply(x.minus(0.01f)).item()) / 0.02;
        assertEquals(slope, Jacobi.grad(sum).apply(x).sum().item(), 1e-2);
    }

    @Test
    void statesGoFromMethodToMethod() {
        check(RecordLoopsTest::whileItGoesOn);
    }

    @Test
    void listsMayBeMadeAnewInEachTrip() {
        check(RecordLoopsTest::listsOfAnotherKind);
        check(RecordLoopsTest::listsInRecords);
    }
}
