package dev.jacobi.arrays;

import dev.jacobi.DType;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;

/** Jacobi's arrays as the conformance test sees them: made of bytes, read as bytes, and in one of the two modes of 32 and 64 bits. */
final class JacobiLibrary implements ArrayLibrary {
    private static final String ROOT = "dev.jacobi.";

    @Override
    public Class<?> owner(String simpleName) {
        try {
            return Class.forName(ROOT + simpleName);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public boolean supports(ElementType type) {
        return true;
    }

    @Override
    public DType dtype(ElementType type) {
        return switch (type) {
            case C64 -> DType.COMPLEX64;
            case C128 -> DType.COMPLEX128;
            default -> DType.valueOf(type.name());
        };
    }

    static ElementType type(DType d) {
        return d == DType.COMPLEX64 ? ElementType.C64 : d == DType.COMPLEX128 ? ElementType.C128 : ElementType.valueOf(d.name());
    }

    @Override
    public NDArray make(RawArray a) {
        try {
            return NDArray.read(new ByteArrayInputStream(a.data()), dtype(a.type()), a.dims());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object number(Object number) {
        return number instanceof Long n ? NDArray.scalar(n) : number instanceof Double x ? NDArray.scalar(x) : null;
    }

    @Override
    public boolean isArray(Object value) {
        return value instanceof NDArray;
    }

    @Override
    public RawArray read(Object value) {
        var a = (NDArray) value;
        return new RawArray(type(a.dtype()), a.isWeak(), a.shape(), a.toBytes());
    }

    @Override
    public NDArray key(long seed) {
        return Prng.key(seed);
    }

    @Override
    public <T> T inMode(boolean wide, Callable<T> run) throws Exception {
        Jacobi.x64(wide);
        try {
            return run.call();
        } finally {
            Jacobi.x64(false);
        }
    }

    @Override
    public CasePrograms.Source source(Class<?> owner, ReflectiveCalls.Choice choice, int arrays) {
        Class<?> r = choice.method().getReturnType();
        boolean tree = r == NDArray.class || List.class.isAssignableFrom(r) || r.isRecord() || r == NDArray[].class;
        // a record that stands in a part of a public class is reached by the class
        return tree && arrays > 0 ? new CasePrograms.Source(CallSources.call(owner, choice.method(), choice.arguments()), r.isRecord() && r.isMemberClass() ? owner.getSimpleName() + "." + r.getSimpleName() : choice.method().getGenericReturnType().getTypeName(), arrays) : null;
    }

    @Override
    public Object like(Object tree, List<Object> leaves) {
        return Tree.unflatten(tree, leaves);
    }
}
