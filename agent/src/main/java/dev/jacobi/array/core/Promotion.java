package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The type that an operation on arrays of several types has: the least upper bound in JAX's lattice of types, in which numbers of the language (weak types) stand below the types of their kind.
 */
public final class Promotion {
    /** The nodes of the lattice: types, and i, f, c for weak integers, reals and complex numbers. */
    private enum Node {
        BOOL(DType.BOOL), I(DType.I32), U8(DType.U8), U16(DType.U16), U32(DType.U32), U64(DType.U64), I8(DType.I8), I16(DType.I16), I32(DType.I32), I64(DType.I64), F(DType.F32),
        BF16(DType.BF16), F16(DType.F16), F32(DType.F32), F64(DType.F64), C(DType.COMPLEX64), C64(DType.COMPLEX64), C128(DType.COMPLEX128);

        private final DType type;

        Node(DType type) {
            this.type = type;
        }

        private boolean isWeak() {
            return this == I || this == F || this == C;
        }
    }

    private static final Map<Node, Set<Node>> ABOVE = above();

    private Promotion() {
    }

    /** A type, and whether it is that of numbers of the language. */
    public record Promoted(DType dtype, boolean weak) {
    }

    private static Map<Node, Set<Node>> above() {
        var up = new EnumMap<Node, List<Node>>(Node.class);
        up.put(Node.BOOL, List.of(Node.I));
        up.put(Node.I, List.of(Node.U8, Node.I8));
        up.put(Node.U8, List.of(Node.U16, Node.I16));
        up.put(Node.U16, List.of(Node.U32, Node.I32));
        up.put(Node.U32, List.of(Node.U64, Node.I64));
        up.put(Node.U64, List.of(Node.F));
        up.put(Node.I8, List.of(Node.I16));
        up.put(Node.I16, List.of(Node.I32));
        up.put(Node.I32, List.of(Node.I64));
        up.put(Node.I64, List.of(Node.F));
        up.put(Node.F, List.of(Node.BF16, Node.F16, Node.C));
        up.put(Node.BF16, List.of(Node.F32));
        up.put(Node.F16, List.of(Node.F32));
        up.put(Node.F32, List.of(Node.F64, Node.C64));
        up.put(Node.F64, List.of(Node.C128));
        up.put(Node.C, List.of(Node.C64));
        up.put(Node.C64, List.of(Node.C128));
        up.put(Node.C128, List.of());
        var all = new EnumMap<Node, Set<Node>>(Node.class);
        Node[] nodes = Node.values();
        for (int k = 0; k < nodes.length; k++) {
            reach(nodes[k], up, all.computeIfAbsent(nodes[k], n -> EnumSet.of(n)));
        }
        return all;
    }

    private static void reach(Node from, Map<Node, List<Node>> up, Set<Node> into) {
        for (Node n : up.get(from)) {
            into.add(n);
            reach(n, up, into);
        }
    }

    private static Node node(DType d, boolean weak) {
        if (weak && d != DType.BOOL) {
            return d.isInteger() ? Node.I : d.isReal() ? Node.F : Node.C;
        }
        return switch (d) {
            case BOOL -> Node.BOOL;
            case I8 -> Node.I8;
            case I16 -> Node.I16;
            case I32 -> Node.I32;
            case I64 -> Node.I64;
            case U8 -> Node.U8;
            case U16 -> Node.U16;
            case U32 -> Node.U32;
            case U64 -> Node.U64;
            case BF16 -> Node.BF16;
            case F16 -> Node.F16;
            case F32 -> Node.F32;
            case F64 -> Node.F64;
            case COMPLEX64 -> Node.C64;
            case COMPLEX128 -> Node.C128;
        };
    }

    private static Node join(Node a, Node b) {
        Set<Node> common = EnumSet.copyOf(ABOVE.get(a));
        common.retainAll(ABOVE.get(b));
        for (Node n : common) {
            if (ABOVE.get(n).containsAll(common)) {
                return n;
            }
        }
        throw new IllegalStateException(a + " and " + b + " have no least common type");
    }

    /** The common type of two. Types of 64 bits come out only of types of 64 bits, unless 64 bits are the default. */
    public static Promoted of(DType a, boolean weakA, DType b, boolean weakB) {
        if (a == b && weakA == weakB) {
            return new Promoted(weakA ? JavaArrays.standard(a) : a, weakA);
        }
        Node n = join(node(a, weakA), node(b, weakB));
        if (!n.isWeak()) {
            boolean wider = n.type != a && n.type != b;
            return new Promoted(wider ? JavaArrays.standard(n.type) : n.type, false);
        }
        DType wide = n == Node.I ? DType.I64 : n == Node.F ? DType.F64 : DType.COMPLEX128;
        return new Promoted(a == n.type && weakA || b == n.type && weakB ? n.type : JavaArrays.standard(wide), true);
    }

    /** The common type of all. */
    public static Promoted of(List<NDArray> in) {
        if (in.isEmpty()) {
            throw new JacobiException("A common type needs at least one array.");
        }
        for (int k = 0; k < in.size(); k++) {
            if (in.get(k) == null) {
                throw new JacobiException("Array " + k + " of " + in.size() + ", counted from 0, is null; give an array.");
            }
        }
        // a number of the language has all its digits until it meets an array
        Promoted p = of(in.get(0).dtype(), in.get(0).isWeak(), in.get(0).dtype(), in.get(0).isWeak());
        for (NDArray x : in) {
            p = of(p.dtype, p.weak, x.dtype(), x.isWeak());
        }
        return p;
    }

    /** All as their common type. */
    public static List<NDArray> all(NDArray... in) {
        Promoted p = of(Arrays.asList(in));
        var out = new ArrayList<NDArray>();
        for (NDArray x : in) {
            out.add(Casts.to(x, p.dtype, p.weak));
        }
        return out;
    }

    /** All as their common type, or as the default real type where that is an integer type or bool: for functions of reals. */
    public static List<NDArray> inexact(NDArray... in) {
        Promoted p = of(Arrays.asList(in));
        Promoted q = p.dtype.isInexact() ? p : new Promoted(JavaArrays.standard(DType.F64), p.weak);
        var out = new ArrayList<NDArray>();
        for (NDArray x : in) {
            out.add(Casts.to(x, q.dtype, q.weak));
        }
        return out;
    }
}
