package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Stack;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Methods of lists, maps, queues and stacks that functions on arrays use: each program is compared with its run as plain Java. */
class CollectionMethodsTest {
    private static final NDArray X = NDArray.of(new float[] {1, 2, 3});

    private static void same(Fn1<NDArray, NDArray> f) {
        assertEquals(f.apply(X), Jacobi.jit(f).apply(X));
    }

    private static NDArray summed(NDArray x) {
        Map<String, NDArray> m = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            m.merge("part" + i % 2, x.times(i + 1), NDArray::plus);
        }
        NDArray[] s = {x};
        m.forEach((k, v) -> s[0] = s[0].times(v));
        return s[0];
    }

    @Test
    void maps() {
        same(CollectionMethodsTest::summed);
        same(x -> {
            Map<String, NDArray> m = new LinkedHashMap<>();
            m.putIfAbsent("a", x);
            m.putIfAbsent("a", x.times(3));
            m.computeIfAbsent("b", k -> x.times(5));
            m.computeIfPresent("b", (k, v) -> v.plus(1));
            m.computeIfPresent("c", (k, v) -> v.plus(1));
            m.compute("a", (k, v) -> v == null ? x : v.plus(m.size()));
            m.compute("d", (k, v) -> v == null ? x.times(9) : v);
            m.putAll(Map.of("e", x.minus(1)));
            return Np.stack(new ArrayList<>(m.values()), 0);
        });
    }

    @Test
    void lists() {
        same(x -> {
            List<NDArray> l = new ArrayList<>();
            List.of(x, x.times(2)).forEach(l::add);
            l.replaceAll(v -> v.plus(1));
            l.add(x.reshape(3, 1));
            l.removeIf(v -> v.rank() > 1);
            NDArray[] s = {x};
            l.forEach(v -> s[0] = s[0].times(v));
            return s[0];
        });
    }

    @Test
    void queuesAndStacks() {
        same(x -> {
            Deque<NDArray> d = new ArrayDeque<>();
            d.push(x);
            d.push(x.times(2));
            d.addLast(x.times(5));
            d.offer(x.times(7));
            NDArray s = d.pop().minus(d.pollLast());
            while (!d.isEmpty()) {
                s = s.times(2).plus(d.poll());
            }
            return d.peek() == null ? s : x;
        });
        same(x -> {
            LinkedList<NDArray> d = new LinkedList<>();
            d.add(x);
            d.addFirst(x.times(2));
            return d.removeLast().minus(d.getFirst()).plus(d.remove(0)).plus(d.size());
        });
        same(x -> {
            Stack<NDArray> d = new Stack<>();
            d.push(x);
            NDArray y = d.push(x.times(2));
            NDArray z = d.pop().minus(d.peek()).plus(y);
            return d.empty() ? x : z;
        });
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> new ArrayDeque<NDArray>().pop());
        assertThrows(NoSuchElementException.class, () -> f.apply(X));
    }

    private static NDArray chained(Map<?, NDArray> m, NDArray x) {
        NDArray s = x;
        for (NDArray v : m.values()) {
            s = s.times(2).plus(v);
        }
        return s;
    }

    /** Two keys in one place of a hash table: {@code put} appends the second one, {@code merge} and its like put it in front; those also grow the table later. */
    @Test
    void ordersOfHashTables() {
        same(x -> {
            Map<Integer, NDArray> m = new HashMap<>();
            m.put(17, x);
            m.put(1, x.times(3));
            return chained(m, x);
        });
        same(x -> {
            Map<String, NDArray> m = new HashMap<>();
            for (int i = 0; i < 8; i++) {
                m.merge("layer" + i % 4, x.times(i), NDArray::plus);
            }
            return chained(m, x);
        });
        refused("order is not known", x -> {
            Map<Integer, NDArray> m = new HashMap<>();
            m.merge(1, x, NDArray::plus);
            m.merge(17, x.times(3), NDArray::plus);
            return chained(m, x);
        });
        refused("order is not known", x -> {
            Map<String, NDArray> m = new HashMap<>();
            m.computeIfAbsent("Aa", k -> x);
            m.put("c", x.times(2));
            m.compute("BB", (k, v) -> x.times(3));
            return chained(m, x);
        });
        refused("order is not known", x -> {
            Map<Integer, NDArray> more = new LinkedHashMap<>();
            for (int i = 0; i < 12; i++) {
                more.put(5 * i, x.times(i));
            }
            Map<Integer, NDArray> m = new HashMap<>();
            m.putAll(more);
            return chained(m, x);
        });
    }

    @Test
    void dequesHaveNoNull() {
        for (Fn1<NDArray, NDArray> f : List.<Fn1<NDArray, NDArray>>of(x -> {
            Deque<NDArray> d = new ArrayDeque<>();
            d.add(null);
            return d.peek() == null ? x : x.times(2);
        }, x -> {
            Deque<NDArray> d = new ArrayDeque<>();
            d.offerFirst(null);
            return x.times(d.size());
        })) {
            assertThrows(NullPointerException.class, () -> f.apply(X));
            assertThrows(NullPointerException.class, () -> Jacobi.jit(f).apply(X));
        }
        same(x -> {
            Deque<NDArray> d = new LinkedList<>();
            d.push(null);
            return d.peek() == null ? x.times(d.size()) : x;
        });
    }

    @Test
    void textsThatBranchesAndLoopsBuild() {
        same(x -> {
            var text = new StringBuilder();
            NDArray r = x;
            for (int i = 0; i < 3; i++) {
                text.append("a");
                r = r.plus(1);
            }
            return text.toString().equals("aaa") ? r : r.times(2);
        });
        same(x -> {
            var text = new StringBuilder("p");
            if (x.sum().item() > 0) {
                text.append("a");
            }
            return text.append("q").toString().equals("paq") ? x : x.times(2);
        });
        refused("calls java.lang.String.equals", x -> {
            var text = new StringBuilder();
            NDArray r = x;
            for (int i = 0; i < 200; i++) {
                text.append("a");
                r = r.plus(1);
            }
            return text.toString().equals("a") ? r : r.times(2);
        });
    }

    private static void refused(String why, Fn1<NDArray, NDArray> f) {
        String said = assertThrows(JacobiException.class, () -> Jacobi.jit(f).apply(X)).getMessage();
        assertTrue(said.contains(why), said);
    }

    @Test
    void arraysOfArraysOfObjects() {
        same(x -> {
            NDArray[][] g = new NDArray[2][3];
            for (int i = 0; i < g.length; i++) {
                for (int j = 0; j < g[i].length; j++) {
                    g[i][j] = x.times(i + 10 * j);
                }
            }
            NDArray[][][] h = new NDArray[2][1][];
            h[1][0] = g[1];
            return h[0][0] == null ? g[1][2].minus(h[1][0][1]) : x;
        });
    }

    @Test
    void derivativesAndLanes() {
        Fn1<NDArray, NDArray> slope = Jacobi.grad((NDArray x) -> Np.sum(summed(x)));
        // x (x + 3x) (2x + 4x) = 24 x^3
        assertEquals(NDArray.of(new float[] {72, 288, 648}), slope.apply(X));
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(CollectionMethodsTest::summed);
        assertEquals(summed(X), lanes.apply(X));
    }

    @Test
    void whatIsRefusedIsSaid() {
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> {
            List<NDArray> l = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                l.add(x.times(i));
            }
            return Np.stack(l, 0);
        });
        String said = assertThrows(JacobiException.class, () -> f.apply(X)).getMessage();
        assertTrue(said.contains("in a loop of more than 64 trips") && said.contains("Lax.scan"), said);
        Fn1<NDArray, Object> g = Jacobi.jit((NDArray x) -> new ArrayDeque<>(List.of(x)));
        said = assertThrows(JacobiException.class, () -> g.apply(X)).getMessage();
        assertTrue(said.contains("give new ArrayList<>(deque)"), said);
        Fn1<NDArray, Object> text = Jacobi.jit((NDArray x) -> new StringBuilder("a"));
        said = assertThrows(JacobiException.class, () -> text.apply(X)).getMessage();
        assertTrue(said.contains("give its toString()"), said);
    }

    /** Callers get an ArrayList or a LinkedHashMap with what is in a list or map; where the function's type says another class there is a sentence, not a ClassCastException. */
    @Test
    void resultsThatAreListsAndMaps() {
        Fn1<NDArray, LinkedList<NDArray>> linked = x -> {
            LinkedList<NDArray> l = new LinkedList<>();
            l.add(x);
            return l;
        };
        String said = assertThrows(JacobiException.class, () -> Jacobi.jit(linked).apply(X)).getMessage();
        assertTrue(said.contains("it gives a java.util.LinkedList") && said.contains("let its type be List"), said);
        Fn1<NDArray, List<NDArray>> list = x -> {
            List<NDArray> l = new LinkedList<>();
            l.add(x);
            return l;
        };
        assertEquals(List.of(X), Jacobi.jit(list).apply(X));
        Fn1<NDArray, Map<Integer, NDArray>> sorted = x -> {
            Map<Integer, NDArray> m = new TreeMap<>();
            m.put(9, x);
            m.put(-5, x.times(2));
            m.put(2, x);
            return m;
        };
        assertEquals(List.of(-5, 2, 9), List.copyOf(Jacobi.jit(sorted).apply(X).keySet()));
    }

    @Test
    void numbersThatHaveToBeKnown() {
        double order = 3;
        refused("it gives Linalg.norm a number that is an argument or a captured variable", x -> Linalg.norm(x, order));
    }
}
