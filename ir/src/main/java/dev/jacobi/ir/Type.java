package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An array type: element type and extents, row-major; no dims means a scalar. Prints as {@code f64[n,3]}. */
public record Type(DType dtype, List<Dim> dims) {
    private static final List<Type> SCALARS = Arrays.stream(DType.values()).map(d -> new Type(d, List.of())).toList();
    public static final Type BOOL = scalar(DType.BOOL);
    public static final Type I32 = scalar(DType.I32);
    public static final Type I64 = scalar(DType.I64);
    public static final Type F32 = scalar(DType.F32);
    public static final Type F64 = scalar(DType.F64);

    public Type {
        dims = List.copyOf(dims);
    }

    public static Type scalar(DType dtype) {
        return SCALARS.get(dtype.ordinal());
    }

    public static Type of(DType dtype, Dim... dims) {
        return new Type(dtype, List.of(dims));
    }

    public int rank() {
        return dims.size();
    }

    public boolean isScalar() {
        return dims.isEmpty();
    }

    /** The element type without axes. */
    public Type element() {
        return scalar(dtype);
    }

    /** The type of {@code a[i0]...[ik-1]}: the first {@code k} axes dropped. */
    public Type drop(int k) {
        return new Type(dtype, dims.subList(k, dims.size()));
    }

    /** This type with one more leading axis. */
    public Type stacked(Dim n) {
        var ds = new ArrayList<Dim>();
        ds.add(n);
        ds.addAll(dims);
        return new Type(dtype, ds);
    }

    public Type with(DType other) {
        return new Type(other, dims);
    }

    /** True when a value of the other type may be used here: same dtype and rank, no certainly different extent. */
    public boolean accepts(Type other) {
        if (dtype != other.dtype || rank() != other.rank()) {
            return false;
        }
        for (int i = 0; i < rank(); i++) {
            if (!dims.get(i).mayEqual(other.dims.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Type t && dtype == t.dtype && dims.equals(t.dims);
    }

    @Override
    public int hashCode() {
        return dims.hashCode() * 31 + dtype.ordinal();
    }

    @Override
    public String toString() {
        var text = new StringBuilder(dtype.text()).append('[');
        for (int i = 0; i < dims.size(); i++) {
            text.append(i > 0 ? "," : "").append(dims.get(i));
        }
        return text.append(']').toString();
    }
}
