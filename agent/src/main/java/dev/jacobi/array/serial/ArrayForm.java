package dev.jacobi.array.serial;

import dev.jacobi.DType;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.NamedSharding;
import dev.jacobi.array.host.FromJava;
import dev.jacobi.array.host.StoredElements;
import dev.jacobi.array.host.ToJava;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;

/** An array as it is written: its type, shape and layout, then its elements, row by row and little-endian. What is on a device is copied from there; it is read into memory of the process. */
public final class ArrayForm implements Serializable {
    private static final long serialVersionUID = 1L;
    /** More than any array has: what is read is not believed. */
    private static final int MOST_AXES = 1 << 10;
    private transient NDArray array;
    private transient NamedSharding sharding;

    /** Of an array whose elements are known. */
    public ArrayForm(NDArray array) {
        StoredElements.stored(array);
        this.array = array;
        this.sharding = array.sharding();
    }

    /** The type is written by its name, which does not change when more types come. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        int[] shape = array.shape();
        out.writeUTF(array.dtype().text());
        out.writeBoolean(array.isWeak());
        out.writeInt(shape.length);
        for (int n : shape) {
            out.writeInt(n);
        }
        ToJava.write(array, Channels.newChannel(out));
        out.writeObject(sharding);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        DType dtype = DType.named(in.readUTF());
        boolean weak = in.readBoolean();
        int rank = in.readInt();
        if (rank < 0 || rank > MOST_AXES) {
            throw new InvalidObjectException("An array of " + rank + " axes cannot be read: the stream is damaged; write it again.");
        }
        int[] shape = new int[rank];
        for (int k = 0; k < shape.length; k++) {
            shape[k] = in.readInt();
        }
        NDArray read = FromJava.read(in, dtype, shape);
        array = new NDArray(dtype, weak, read.value());
        sharding = (NamedSharding) in.readObject();
    }

    private Object readResolve() {
        return sharding == null ? array : Jacobi.put(array, sharding);
    }
}
