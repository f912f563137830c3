package dev.jacobi.arrayfuzz;

import dev.jacobi.DType;
import dev.jacobi.Np;
import dev.jacobi.arrayfuzz.ArrayProgram.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random expressions over the arrays in scope, whose types and shapes are known as they are written. Numbers stay small, so that rounding errors do. */
final class ArrayExpressions {
    private static final int LARGEST = 64;
    private final Random r;
    private final List<Part> scope;
    /** An int variable of a loop around the expression, or null. */
    private String trip;

    ArrayExpressions(Random r, List<Part> scope, String trip) {
        this.r = r;
        this.scope = scope;
        this.trip = trip;
    }

    /** Any expression of some depth. */
    Part any(int depth) {
        if (depth == 0 || r.nextInt(8) == 0) {
            return scope.get(r.nextInt(scope.size()));
        }
        Part a = any(depth - 1);
        Part made = switch (r.nextInt(10)) {
            case 0, 1 -> elementwise(a);
            case 2, 3 -> binary(a, depth);
            case 4 -> reduced(a);
            case 5 -> arranged(a);
            case 6 -> indexed(a);
            case 7 -> updated(a, depth);
            case 8 -> running(a);
            default -> product(a, depth);
        };
        return made.size() > LARGEST || made.rank() > 4 ? a : made;
    }

    /** An expression with this type and shape, whose numbers are small. */
    String fitting(Part like, int depth) {
        Part a = any(depth);
        String shaped = a.text();
        if (!Arrays.equals(a.shape(), like.shape())) {
            shaped = a.size() == like.size() ? shaped + ".reshape(" + ints(like.shape()) + ")" : "Np.broadcastTo(" + sum(a) + ", new int[] {" + ints(like.shape()) + "})";
        }
        DType now = a.size() == like.size() ? a.type() : summed(a.type());
        String small = now == DType.BOOL ? shaped : now.isReal() ? "Np.tanh(" + shaped + ")" : now.isComplex() ? "Np.tanh(Np.abs(" + shaped + "))" : shaped + ".mod(5)";
        boolean floor = like.type().isInteger() && !now.isInteger() && now != DType.BOOL;
        return (floor ? "Np.floor(" + small + ".times(4)).plus(4)" : small) + ".astype(DType." + like.type().name() + ")";
    }

    /** A condition of Java. */
    String condition(int depth) {
        Part a = any(depth);
        return switch (r.nextInt(trip == null ? 3 : 4)) {
            case 0 -> sum(a) + ".astype(DType.F64).item() > " + number();
            case 1 -> a.text() + ".gt(" + number() + ").any().toBoolean()";
            case 2 -> "Np.mean(" + real(a) + ").lt(" + number() + ").toBoolean()";
            default -> trip + " % 2 == " + r.nextInt(2);
        };
    }

    static String ints(int[] shape) {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    private static String real(Part a) {
        return a.isReal() ? a.text() : a.text() + ".astype(DType.F64)";
    }

    private static String sum(Part a) {
        return a.type() == DType.BOOL ? a.text() + ".any()" : a.text() + ".sum()";
    }

    /** What the sum is, where bools are tested and not counted. */
    private static DType summed(DType t) {
        return t == DType.BOOL || t.isReal() ? t : t.isUnsigned() ? DType.U64 : DType.I64;
    }

    private String number() {
        return Double.toString((r.nextInt(33) - 16) / 8.0);
    }

    private Part elementwise(Part a) {
        if (a.type() == DType.BOOL) {
            return new Part(a.text() + ".not()", a.type(), a.shape());
        } else if (a.type().isInteger()) {
            String[] forms = {"Np.abs(%s)", "Np.bitwiseNot(%s)", "%s.times(3)", "%s.plus(1)", "Np.sign(%s)", "%s.mod(3)", "Np.clip(%s, 0, 3)"};
            return new Part(form(forms, a.text()), a.type(), a.shape());
        }
        String[] forms = {"Np.sin(%s)", "Np.cos(%s)", "Np.tanh(%s)", "Nn.sigmoid(%s)", "Np.sqrt(Np.abs(%s).plus(0.5))", "Np.log1p(Np.abs(%s))", "%s.times(0.5)", "%s.minus(0.25)", "%s.neg()",
            "Np.abs(%s)", "Nn.relu(%s)", "Np.exp(Np.tanh(%s))", "Np.clip(%s, -0.5, 0.75)", "Np.where(%s.gt(0.1), %s, %s.times(0.25))", "Np.square(Np.tanh(%s))", "Nn.softmax(%s.ravel()).reshape(#)",
            "Np.floor(%s.times(2))", "Np.arctan2(%s, Np.abs(%s).plus(1))"};
        return new Part(form(forms, a.text()).replace("#", ints(a.shape())), a.type(), a.shape());
    }

    private String form(String[] forms, String a) {
        return forms[r.nextInt(forms.length)].replace("%s", a);
    }

    private Part binary(Part a, int depth) {
        Part b = r.nextInt(4) == 0 ? any(depth - 1) : scope.get(r.nextInt(scope.size()));
        int[] shape = broadcast(a.shape(), b.shape());
        if (shape == null) {
            b = new Part("Np.max(" + b.text() + ")", b.type(), new int[0]);
            shape = a.shape();
        }
        DType t = Np.promoteTypes(a.type(), b.type());
        if (r.nextInt(5) == 0) {
            return new Part(a.text() + "." + List.of("lt", "ge", "eq", "ne").get(r.nextInt(4)) + "(" + b.text() + ")", DType.BOOL, shape);
        } else if (t == DType.BOOL) {
            return new Part(a.text() + "." + List.of("and", "or", "xor").get(r.nextInt(3)) + "(" + b.text() + ")", t, shape);
        }
        String text = switch (r.nextInt(6)) {
            case 0 -> a.text() + ".plus(" + b.text() + ")";
            case 1 -> a.text() + ".minus(" + b.text() + ")";
            case 2 -> a.text() + ".times(" + b.text() + ")";
            case 3 -> "Np.maximum(" + a.text() + ", " + b.text() + ")";
            case 4 -> "Np.minimum(" + a.text() + ", " + b.text() + ")";
            default -> "Np.where(" + a.text() + ".lt(" + b.text() + "), " + a.text() + ", " + b.text() + ")";
        };
        return new Part(text, t, shape);
    }

    private static int[] broadcast(int[] a, int[] b) {
        int[] out = new int[Math.max(a.length, b.length)];
        for (int k = 1; k <= out.length; k++) {
            int m = k <= a.length ? a[a.length - k] : 1;
            int n = k <= b.length ? b[b.length - k] : 1;
            if (m != n && m != 1 && n != 1) {
                return null;
            }
            out[out.length - k] = m == 1 ? n : m;
        }
        return out;
    }

    private Part reduced(Part a) {
        if (a.rank() == 0) {
            return a;
        }
        int axis = r.nextInt(a.rank());
        boolean keep = r.nextBoolean();
        int[] shape = keep ? with(a.shape(), axis, 1) : IntStream.range(0, a.rank()).filter(k -> k != axis).map(k -> a.shape()[k]).toArray();
        String at = "(" + a.text() + ", " + (r.nextBoolean() ? axis : axis - a.rank()) + ", " + keep + ")";
        if (a.type() == DType.BOOL) {
            return new Part("Np." + (r.nextBoolean() ? "any" : "all") + at, a.type(), shape);
        } else if (r.nextInt(6) == 0) {
            return new Part("Np.argmax" + at, DType.I64, shape);
        } else if (a.isReal() && r.nextInt(3) == 0) {
            return new Part("Np." + List.of("mean", "var", "sum").get(r.nextInt(3)) + at, a.type(), shape);
        }
        boolean same = r.nextBoolean();
        return new Part("Np." + (same ? r.nextBoolean() ? "max" : "min" : "sum") + at, same ? a.type() : summed(a.type()), shape);
    }

    private static int[] with(int[] shape, int axis, int n) {
        int[] s = shape.clone();
        s[axis] = n;
        return s;
    }

    private Part arranged(Part a) {
        int axis = a.rank() == 0 ? 0 : r.nextInt(a.rank());
        int n = a.rank() == 0 ? 1 : a.shape()[axis];
        if (a.rank() == 0) {
            return new Part("Np.expandDims(" + a.text() + ", 0)", a.type(), new int[] {1});
        }
        return switch (r.nextInt(9)) {
            case 0 -> new Part(a.text() + ".T()", a.type(), reversed(a.shape()));
            case 1 -> new Part("Np.flip(" + a.text() + ", " + axis + ")", a.type(), a.shape());
            case 2 -> new Part("Np.roll(" + a.text() + ", " + (trip != null && r.nextBoolean() ? trip : r.nextInt(7) - 3) + ", " + axis + ")", a.type(), a.shape());
            case 3 -> new Part(a.text() + ".ravel()", a.type(), new int[] {a.size()});
            case 4 -> new Part("Np.expandDims(" + a.text() + ", " + axis + ")", a.type(), inserted(a.shape(), axis, 1));
            case 5 -> new Part("Np.concatenate(List.of(" + a.text() + ", " + a.text() + "), " + axis + ")", a.type(), with(a.shape(), axis, 2 * n));
            case 6 -> new Part("Np.repeat(" + a.text() + ", 2, " + axis + ")", a.type(), with(a.shape(), axis, 2 * n));
            case 7 -> new Part("Np.stack(List.of(" + a.text() + ", " + a.text() + "), " + axis + ")", a.type(), inserted(a.shape(), axis, 2));
            default -> a.type() == DType.BOOL || a.rank() > 2 ? a : new Part("Np.pad(" + a.text() + ", 1)", a.type(), IntStream.of(a.shape()).map(d -> d + 2).toArray());
        };
    }

    private static int[] reversed(int[] shape) {
        return IntStream.range(0, shape.length).map(k -> shape[shape.length - 1 - k]).toArray();
    }

    private static int[] inserted(int[] shape, int at, int n) {
        var l = new ArrayList<>(Arrays.stream(shape).boxed().toList());
        l.add(at, n);
        return l.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] without(int[] shape) {
        return Arrays.copyOfRange(shape, 1, shape.length);
    }

    private Part indexed(Part a) {
        if (a.rank() == 0) {
            return a;
        }
        int n = a.shape()[0];
        return switch (r.nextInt(6)) {
            case 0 -> new Part(a.text() + ".get(" + (trip != null && r.nextBoolean() ? trip + " % " + n : r.nextInt(n)) + ")", a.type(), without(a.shape()));
            case 1 -> new Part(a.text() + ".get(Slice.from(" + (n - 1) + "))", a.type(), with(a.shape(), 0, 1));
            case 2 -> new Part(a.text() + ".get(Slice.of(null, null, -1))", a.type(), a.shape());
            case 3 -> new Part(a.text() + ".get(NDArray.of(new int[] {" + r.nextInt(n) + ", " + r.nextInt(n) + ", -1}))", a.type(), with(a.shape(), 0, 3));
            case 4 -> new Part(a.text() + ".get(Np.argmax(" + real(a) + ".ravel()).mod(" + n + "))", a.type(), without(a.shape()));
            default -> new Part("Np.take(" + a.text() + ", Np.arange(2), 0)", a.type(), with(a.shape(), 0, 2)).shape()[0] <= n
                ? new Part("Np.take(" + a.text() + ", Np.arange(2), 0)", a.type(), with(a.shape(), 0, 2)) : a;
        };
    }

    private Part updated(Part a, int depth) {
        if (a.rank() == 0 || a.type() == DType.BOOL) {
            return a;
        }
        int n = a.shape()[0];
        String at = switch (r.nextInt(4)) {
            case 0 -> ".at(" + (trip != null ? trip + " % " + n : r.nextInt(n)) + ")";
            case 1 -> ".at(NDArray.of(new int[] {" + r.nextInt(n) + ", " + r.nextInt(n) + "}))";
            case 2 -> ".at(Slice.to(1))";
            default -> ".at(ALL)";
        };
        Part b = scope.get(r.nextInt(scope.size()));
        String by = r.nextBoolean() ? "2" : "Np.max(" + b.text() + ").astype(DType." + a.type().name() + ")";
        return new Part(a.text() + at + "." + List.of("set", "add", "mul", "max", "min").get(r.nextInt(5)) + "(" + by + ")", a.type(), a.shape());
    }

    private Part running(Part a) {
        if (a.rank() == 0 || a.type() == DType.BOOL) {
            return a;
        }
        int axis = r.nextInt(a.rank());
        int n = a.shape()[axis];
        return switch (r.nextInt(6)) {
            case 0 -> a.isReal() ? new Part("Np.cumsum(" + a.text() + ", " + axis + ")", a.type(), a.shape()) : a;
            case 1 -> a.isReal() ? new Part("Np.cumprod(Np.tanh(" + a.text() + "), " + axis + ")", a.type(), a.shape()) : a;
            case 2 -> new Part("Np.sort(" + a.text() + ", " + axis + ")", a.type(), a.shape());
            case 3 -> new Part("Np.argsort(" + a.text() + ", " + axis + ")", DType.I64, a.shape());
            case 4 -> n > 1 ? new Part("Np.diff(" + a.text() + ", 1, " + axis + ")", a.type(), with(a.shape(), axis, n - 1)) : a;
            default -> a.rank() < 2 ? a : new Part((r.nextBoolean() ? "Np.tril(" : "Np.triu(") + a.text() + ")", a.type(), a.shape());
        };
    }

    private Part product(Part a, int depth) {
        if (a.type() != DType.F64 && a.type() != DType.F32 || a.rank() == 0) {
            return a;
        }
        int n = a.shape()[a.rank() - 1];
        String t = "Np.tanh(" + a.text() + ")";
        return switch (r.nextInt(5)) {
            case 0 -> a.rank() < 2 ? a : new Part(t + ".matmul(" + t + ".swapaxes(-1, -2))", a.type(), with(a.shape(), a.rank() - 1, a.shape()[a.rank() - 2]));
            case 1 -> a.rank() != 1 ? a : new Part("Np.outer(" + t + ", " + t + ")", a.type(), new int[] {n, n});
            case 2 -> a.rank() != 2 ? a : new Part("Np.einsum(\"ij,kj->ik\", " + t + ", " + t + ")", a.type(), new int[] {a.shape()[0], a.shape()[0]});
            case 3 -> new Part(t + ".matmul(Np.ones(new int[] {" + n + "}, DType." + a.type().name() + "))", a.type(), Arrays.copyOf(a.shape(), a.rank() - 1));
            default -> new Part("Np.tensordot(" + t + ", Np.eye(" + n + ", DType." + a.type().name() + "), 1)", a.type(), a.shape());
        };
    }
}
