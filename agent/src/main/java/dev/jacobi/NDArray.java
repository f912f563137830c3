package dev.jacobi;

import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.host.Files;
import dev.jacobi.array.host.FromJava;
import dev.jacobi.array.host.StoredElements;
import dev.jacobi.array.mesh.PlacedArrays;
import dev.jacobi.array.mesh.Specs;
import dev.jacobi.array.numpy.ComplexNumbers;
import dev.jacobi.array.serial.ArrayForm;
import dev.jacobi.spi.DeviceMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.List;

/**
 * An immutable array of numbers with any number of axes, outside of the Java heap. {@link Np} has the functions that work on arrays; the usual operators are methods here. Inside of functions that
 * are compiled ({@code jit}, {@code grad}, {@code vmap}) an array is a value of the program, and what is done to it becomes part of that.
 *
 * <pre>{@code
 * NDArray x = NDArray.of(new double[][] {{1, 2}, {3, 4}});
 * NDArray y = x.times(2).plus(1);
 * y.sum().item();       // 24.0
 * }</pre>
 *
 * <p>Numbers have 32 bits where nothing says otherwise, as in JAX; {@code Jacobi.x64(true)} makes that 64. Operations on arrays of different types have the type that JAX's rules of promotion give;
 * Java numbers take the type of the array that they meet. Memory is freed when an array is not reachable any more, or by {@link #close}. Java's serialization writes the elements, and reads them into memory
 * of the process.
 */
public final class NDArray extends ArrayMethods implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;
    private final transient DType dtype;
    private final transient boolean weak;
    private final transient ArrayValue value;
    private final transient NamedSharding sharding;

    /**
     * For Jacobi's own packages; programs use {@link #of}.
     *
     * @param dtype the type of elements
     * @param weak whether it takes the type of what it is combined with, as Java numbers do
     * @param value where the elements are
     */
    public NDArray(DType dtype, boolean weak, ArrayValue value) {
        this(dtype, weak, value, null);
    }

    /**
     * For Jacobi's own packages; programs use {@code Jacobi.put}.
     *
     * @param dtype the type of elements
     * @param weak whether it takes the type of what it is combined with, as Java numbers do
     * @param value where the elements are
     * @param sharding how they are laid out over the devices of a mesh; null for an array that is whole on one device
     */
    public NDArray(DType dtype, boolean weak, ArrayValue value, NamedSharding sharding) {
        this.dtype = dtype;
        this.weak = weak;
        this.value = value;
        this.sharding = sharding;
    }

    private Object writeReplace() {
        return new ArrayForm(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("An array is written by its form, and is read from that.");
    }

    /** The same elements, laid out so. */
    NDArray with(NamedSharding layout) {
        if (layout != null) {
            layout.layout(shape());
        }
        return new NDArray(dtype, weak, value, layout);
    }

    /**
     * A copy of a number, or of a Java array of any rank: {@code double[][]} gives an array of two axes.
     *
     * @param numbers a number, a boolean, or a Java array of them without jagged rows
     * @return the array; doubles become f32 and longs i32 unless 64 bits are the default
     * @throws JacobiException if it is something else, or jagged, or holds a long number that does not fit
     */
    public static NDArray of(Object numbers) {
        if (numbers instanceof NDArray x) {
            return x;
        }
        if (numbers == null) {
            throw new JacobiException("NDArray.of: the numbers are null; give a number, a boolean, or a Java array of them.");
        }
        return JavaArrays.of(numbers);
    }

    /**
     * A copy of a number, or of a Java array of any rank, converted.
     *
     * @param numbers a number, a boolean, or a Java array of them without jagged rows
     * @param dtype the type that elements get
     * @return the array
     * @throws JacobiException if it is something else, or jagged
     */
    public static NDArray of(Object numbers, DType dtype) {
        return numbers instanceof NDArray x ? Casts.to(x, dtype) : JavaArrays.of(numbers, dtype);
    }

    /**
     * A copy of numbers.
     *
     * @param values the elements
     * @return an array of one axis, of f32 unless 64 bits are the default
     */
    public static NDArray of(double... values) {
        return of((Object) values);
    }

    /**
     * A copy of numbers.
     *
     * @param values the elements
     * @return an array of one axis, of f32
     */
    public static NDArray of(float... values) {
        return of((Object) values);
    }

    /**
     * A copy of integers.
     *
     * @param values the elements
     * @return an array of one axis, of i32
     */
    public static NDArray of(int... values) {
        return of((Object) values);
    }

    /**
     * A copy of integers.
     *
     * @param values the elements
     * @return an array of one axis, of i32 unless 64 bits are the default
     * @throws JacobiException if a number does not fit that
     */
    public static NDArray of(long... values) {
        return of((Object) values);
    }

    /**
     * A copy of truth values.
     *
     * @param values the elements
     * @return an array of one axis, of bool
     */
    public static NDArray of(boolean... values) {
        return of((Object) values);
    }

    /**
     * A complex number as operations see it: it takes the precision of the array that it is combined with.
     *
     * @param re the real part
     * @param im the imaginary part
     * @return an array without axes
     */
    public static NDArray complex(double re, double im) {
        return Parts.complex(scalar(re), scalar(im));
    }

    /**
     * Complex numbers of their parts.
     *
     * @param re the real parts
     * @param im the imaginary parts; shapes are broadcast
     * @return an array of complex128 if one of both is of F64, else of complex64
     * @throws JacobiException if one is complex already, or the shapes do not fit
     */
    public static NDArray complex(NDArray re, NDArray im) {
        return ComplexNumbers.of(re, im);
    }

    /**
     * An array of what is in a buffer from its position to its limit. A {@code ByteBuffer} has little-endian elements of the type, the parts of complex ones one after another; numbers of other buffers
     * are converted.
     *
     * @param buffer the elements, row by row; it stays as it is
     * @param dtype the type of elements
     * @param shape the extents, which have as many elements as the buffer
     * @return a copy
     * @throws JacobiException if there are more or fewer elements
     */
    public static NDArray fromBuffer(Buffer buffer, DType dtype, int... shape) {
        return FromJava.of(buffer, dtype, shape);
    }

    /**
     * An array of the next bytes of a stream: little-endian elements, row by row, the parts of complex ones one after another.
     *
     * @param in the stream, of which nothing else is read
     * @param dtype the type of elements
     * @param shape the extents
     * @return the array
     * @throws IOException if the stream cannot be read, or ends too early
     */
    public static NDArray read(InputStream in, DType dtype, int... shape) throws IOException {
        return FromJava.read(in, dtype, shape);
    }

    /**
     * The array of a file of NumPy's, {@code .npy}.
     *
     * @param file what {@code np.save} or {@link #save} wrote
     * @return the array, of the type that the file has
     * @throws IOException if there is no such file, or it is no whole .npy file of numbers
     */
    public static NDArray load(Path file) throws IOException {
        return Files.load(file);
    }

    /**
     * A Java number as operations see it: it keeps its 64 bits until it is combined with an array, and takes the type of that. What is computed of such numbers alone has 32 bits, unless 64 bits
     * are the default.
     *
     * @param number the number
     * @return an array without axes, of F64 until it meets another
     */
    public static NDArray scalar(double number) {
        return JavaArrays.scalar(number, DType.F64, true);
    }

    /**
     * A Java integer as operations see it: it keeps its 64 bits until it is combined with an array, and takes the type of that. What is computed of such numbers alone has 32 bits, unless 64 bits
     * are the default.
     *
     * @param number the number
     * @return an array without axes, of I64 until it meets another
     */
    public static NDArray scalar(long number) {
        return JavaArrays.scalar(number, DType.I64, true);
    }

    /**
     * The type of elements.
     *
     * @return such as {@code DType.F32}
     */
    public DType dtype() {
        return dtype;
    }

    /**
     * The extents of the axes; the last one varies fastest in memory.
     *
     * @return a new array, empty for a number
     */
    public int[] shape() {
        return shapeOf().dims();
    }

    /**
     * The extent of an axis.
     *
     * @param axis its number; negative ones count from the last
     * @return how many elements there are along it
     * @throws JacobiException if there is no such axis
     */
    public int shape(int axis) {
        return shapeOf().get(axis(axis)).value();
    }

    /**
     * The number of axes.
     *
     * @return 0 for a number
     */
    public int rank() {
        return value instanceof ArrayValue.Stored s ? s.dims().length : value.shape().rank();
    }

    /**
     * The number of axes, as NumPy calls it.
     *
     * @return 0 for a number
     */
    public int ndim() {
        return rank();
    }

    /**
     * How many elements there are.
     *
     * @return the product of the extents
     */
    public int size() {
        return shapeOf().size().value();
    }

    /** The number of an axis of this array, counted from the first. */
    int axis(int axis) {
        int rank = rank();
        if (axis < -rank || axis >= rank) {
            throw new JacobiException("An array of shape " + shapeOf() + " has no axis " + axis + "; there are " + rank + ".");
        }
        return axis < 0 ? axis + rank : axis;
    }

    /**
     * For Jacobi's own packages: whether it takes the type of what it is combined with, as Java numbers do.
     *
     * @return true for Java numbers and what was computed of them alone
     */
    public boolean isWeak() {
        return weak;
    }

    /**
     * For Jacobi's own packages: where the elements are.
     *
     * @return in memory, or a value of a program that is being made
     */
    public ArrayValue value() {
        return value;
    }

    /**
     * For Jacobi's own packages: the extents, which may be symbols in a program that is being made.
     *
     * @return the shape
     */
    public Shape shapeOf() {
        return value.shape();
    }

    @Override
    NDArray self() {
        return this;
    }

    /**
     * Where the array was made: results of programs that run on a device stay there until they are read, and are not copied when they are given to another program on it.
     * What is read (by
     * {@link #toDoubleArray}, printing, or an operation outside of {@code jit}) is copied to the process's memory once, and that copy is kept; an array that is given to a
     * program on a device is
     * copied there once. Numbers without axes that a program on a GPU gives come back with the call, as GPUs take them by value.
     *
     * @return {@code cpu}, or the name of the device, such as {@code gpu:0} or {@code tpu:0}; {@code tpu:0,1} for an array that two devices share
     * @throws JacobiException if it is a value of a function that is being compiled
     */
    public String device() {
        return StoredElements.stored(this).parts().get(0).device();
    }

    /**
     * How the array is laid out over the devices of a mesh: as {@code Jacobi.put} or the result of a {@code shardMap} said, or the program that made it on several devices of a plugin.
     *
     * @return the layout; null for an array that is whole on one device
     * @throws JacobiException if it is a value of a function that is being compiled
     */
    public NamedSharding sharding() {
        DeviceMemory home = PlacedArrays.home(this);
        return sharding != null || home == null ? sharding : new NamedSharding(Specs.mesh(home.mesh()), new PartitionSpec(home.partition().axes()));
    }

    /**
     * The blocks that the devices of its mesh have. Of arrays on a plugin's devices they are copies, each read from its device.
     *
     * @return one for each device, in the mesh's order; the whole array on {@code cpu:0} where it is not laid out over a mesh
     * @throws JacobiException if a device cannot give its block
     */
    public List<Shard> shards() {
        return Shards.of(this);
    }

    /**
     * The whole array on one device. What is on a plugin's devices is copied to the process's memory, one copy of what several devices have.
     *
     * @return the same elements, not laid out over a mesh
     * @throws JacobiException if a device cannot give its block
     */
    public NDArray get() {
        return PlacedArrays.home(this) != null ? PlacedArrays.gathered(this).with(null) : sharding == null ? this : with(null);
    }

    /**
     * Waits until the elements are there. On the CPU they are when a call has returned; the devices of a plugin may still be computing them, and whatever reads them waits, too.
     *
     * @return this array
     * @throws JacobiException if the device has failed, and the process cannot compute them either, say because arguments of the call have been closed
     */
    public NDArray blockUntilReady() {
        if (value instanceof ArrayValue.Stored s) {
            s.parts().forEach(Block::await);
        }
        return this;
    }

    /** Frees the memory now, that on devices too; arrays that share it ({@code reshape} does) cannot be used any more, either. */
    @Override
    public void close() {
        if (value instanceof ArrayValue.Stored s) {
            s.parts().forEach(Block::free);
        }
    }
}
