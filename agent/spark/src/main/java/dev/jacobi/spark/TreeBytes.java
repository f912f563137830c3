package dev.jacobi.spark;

import dev.jacobi.JacobiException;
import dev.jacobi.array.serial.PortableValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** Trees of parameters and gradients as bytes, which each of Spark's serializers carries as they are. Records need not be {@code Serializable}. */
final class TreeBytes {
    private TreeBytes() {
    }

    static byte[] write(Object tree) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(PortableValue.of(tree));
        } catch (IOException e) {
            throw new JacobiException("Parameters cannot be sent to executors: " + e.getMessage() + "; they are numbers, arrays, NDArrays, and records, lists and maps of them.", e);
        }
        return bytes.toByteArray();
    }

    /** Classes are looked for where Spark puts those of the application. */
    static Object read(byte[] bytes) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass c) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(c.getName(), false, application);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(c);
                }
            }
        }) {
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new JacobiException("Parameters have arrived where the class " + e.getMessage() + " is not there; give spark-submit the jar that has it.", e);
        } catch (IOException e) {
            throw new JacobiException("Parameters cannot be read: " + e.getMessage(), e);
        }
    }
}
