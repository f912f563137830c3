package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions on trees, eagerly and compiled. */
class TreeFunctionsTest {
    record Layer(NDArray weight, NDArray bias) {
    }

    record Net(List<Layer> layers, Map<String, NDArray> scales, NDArray shift) {
    }

    record Mixed(NDArray a, double b, int[] c, String name, NDArray none) {
    }

    private static NDArray of(double... v) {
        return NDArray.of(v);
    }

    private static Net net(double s) {
        return new Net(List.of(new Layer(of(s, 2 * s), of(3 * s)), new Layer(of(4 * s), of(5 * s))), Map.of("b", of(6 * s), "a", of(7 * s)), of(8 * s));
    }

    private static void assertLeaves(Object tree, double... expected) {
        var all = new ArrayList<Double>();
        Tree.leaves(tree).forEach(x -> {
            for (double d : x.toDoubleArray()) {
                all.add(d);
            }
        });
        assertArrayEquals(expected, all.stream().mapToDouble(d -> d).toArray(), 1e-6);
    }

    @Test
    void mapsKeepStructures() {
        assertLeaves(Tree.map(x -> x.times(2), net(1)), 2, 4, 6, 8, 10, 14, 12, 16);
        assertLeaves(Tree.map((p, g) -> p.minus(g.times(0.5)), net(1), net(2)), 0, 0, 0, 0, 0, 0, 0, 0);
        assertLeaves(Tree.map((p, g, h) -> p.plus(g).plus(h), of(1), of(2), of(4)), 7);
        assertNull(Tree.map(x -> x, (NDArray) null));
        Mixed m = Tree.map(x -> x.times(2), new Mixed(of(1), 1.5, new int[] {1, 2}, "text", null));
        assertEquals(3.0, m.b());
        assertArrayEquals(new int[] {2, 4}, m.c());
        assertEquals("text", m.name());
        var paths = new ArrayList<String>();
        Tree.mapWithPath((p, x) -> {
            paths.add(p);
            return x;
        }, net(1));
        assertEquals(List.of(".layers[0].weight", ".layers[0].bias", ".layers[1].weight", ".layers[1].bias", ".scales['a']", ".scales['b']", ".shift"), paths);
        String s = assertThrows(JacobiException.class, () -> Tree.map((a, b) -> a, net(1), List.of(of(1)))).getMessage();
        assertEquals(true, s.contains("different structures"), s);
    }

    @Test
    void structuresAreComparedAndPrinted() {
        assertEquals("Net([Layer(weight=*, bias=*), Layer(weight=*, bias=*)], {a=*, b=*}, *)".replace("Net([", "Net(layers=[").replace("{a", "scales={a").replace(", *)", ", shift=*)"),
            Tree.structure(net(1)).toString().replace("bias=*, shift", "bias=*, shift"));
        assertEquals(Tree.structure(net(1)), Tree.structure(net(2)));
        assertEquals(Tree.structure(List.of(of(1))), Tree.structure(new ArrayList<>(List.of(2.0))));
        assertEquals(false, Tree.structure(List.of(of(1))).equals(Tree.structure(List.of(of(1), of(2)))));
        var flat = Tree.flatten(net(3));
        assertLeaves(Tree.unflatten(flat.structure(), flat.leaves()), 3, 6, 9, 12, 15, 21, 18, 24);
        assertThrows(JacobiException.class, () -> Tree.unflatten(flat.structure(), flat.leaves().subList(0, 3)));
        assertEquals(7, flat.structure().leaves());
        assertEquals(8, Tree.size(net(1)));
    }

    @Test
    void reductionsGoOverAllLeaves() {
        assertEquals(36, Tree.sum(net(1)).item());
        assertEquals(Math.sqrt(204), Tree.globalNorm(net(1)).item(), 1e-5);
        assertEquals(408, Tree.dot(net(1), net(2)).item(), 1e-4);
        assertEquals(1, Tree.all(net(1)).item());
        assertEquals(0, Tree.all(net(0)).item());
        assertEquals(0, Tree.any(net(0)).item());
        assertEquals(0, Tree.sum(Tree.zerosLike(net(1))).item());
        assertEquals(8, Tree.sum(Tree.onesLike(net(1))).item());
        Object turned = Tree.transpose(List.of(0, 0, 0), Map.of("x", 0, "y", 0), List.of(Map.of("x", 1, "y", 2), Map.of("x", 3, "y", 4), Map.of("x", 5, "y", 6)));
        assertLeaves(turned, 1, 3, 5, 2, 4, 6);
        assertEquals("{x=[*, *, *], y=[*, *, *]}", Tree.structure(turned).toString());
    }

    static final class Pair {
        final NDArray x;
        final NDArray y;

        Pair(NDArray x, NDArray y) {
            this.x = x;
            this.y = y;
        }
    }

    @Test
    void registeredClassesAreNodes() {
        Tree.register(Pair.class, p -> List.of(p.x, p.y), v -> new Pair((NDArray) v.get(0), (NDArray) v.get(1)));
        Pair p = Tree.map(x -> x.times(3), new Pair(of(1), of(2)));
        assertEquals(6, p.y.item());
        assertEquals(9, Tree.sum(p).item());
    }

    @Test
    void treesAreGoneThroughInCompiledFunctions() {
        Fn2<Net, Net, Net> step = (p, g) -> Tree.map((a, b) -> a.minus(b.times(0.25)), p, g);
        assertLeaves(jit(step).apply(net(1), net(2)), 0.5, 1, 1.5, 2, 2.5, 3.5, 3, 4);
        Fn1<Net, NDArray> norm = n -> Tree.squaredNorm(n);
        assertEquals(204, jit(norm).apply(net(1)).item(), 1e-3);
        assertLeaves(grad(norm).apply(net(1)), 2, 4, 6, 8, 10, 14, 12, 16);
        Fn1<Net, NDArray> sum = n -> Tree.sum(Tree.map(x -> x.times(x), n)).plus(Tree.sum(Tree.onesLike(n)));
        assertEquals(212, jit(sum).apply(net(1)).item(), 1e-3);
        Fn1<Layer, Layer> twice = l -> Tree.map(x -> x.times(2), l);
        assertLeaves(vmap(twice).apply(new Layer(of(1, 2, 3), of(4, 5, 6))), 2, 4, 6, 8, 10, 12);
        Fn1<Net, Net> squared = n -> Tree.map(x -> x.times(x), n);
        Net rows = new Net(List.of(new Layer(of(1, 2), of(3, 4))), Map.of("b", of(5, 6), "a", of(7, 8)), of(9, 10));
        assertLeaves(vmap(squared).apply(rows), 1, 4, 9, 16, 49, 64, 25, 36, 81, 100);
        Fn1<Mixed, Mixed> mixed = m -> Tree.map(x -> x.times(2), m);
        Mixed m = jit(mixed).apply(new Mixed(of(1), 1.5, new int[] {1, 2}, "text", null));
        assertEquals(3.0, m.b());
        assertArrayEquals(new int[] {2, 4}, m.c());
    }

    @Test
    void listsOfLeavesAreKnownInCompiledFunctions() {
        Fn1<Net, Net> turned = n -> {
            List<NDArray> all = Tree.leaves(n);
            return Tree.unflatten(n, List.of(all.get(0), all.get(2), all.get(1), all.get(3), all.get(4), all.get(5), all.get(6)));
        };
        assertLeaves(jit(turned).apply(net(1)), 1, 2, 4, 3, 5, 7, 6, 8);
        Fn1<Net, NDArray> truth = n -> Tree.all(n);
        assertEquals(1, jit(truth).apply(net(1)).item());
        Fn1<Net, Object> inside = n -> Tree.transpose(List.of(1, 1), Map.of("x", 1, "y", 1), List.of(Map.of("x", n.shift(), "y", n.shift().times(2)), Map.of("x", n.shift().times(3), "y", n.shift().times(4))));
        assertLeaves(jit(inside).apply(net(1)), 8, 24, 16, 32);
    }
}
