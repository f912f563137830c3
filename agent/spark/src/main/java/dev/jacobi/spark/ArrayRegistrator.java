package dev.jacobi.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.jacobi.NDArray;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Has Kryo write {@link NDArray}s as Java's serialization does. It is for applications whose RDDs have NDArrays and whose {@code spark.serializer} is Kryo's: {@code spark.kryo.registrator} is this class, or
 * one's own registrator calls it.
 *
 * <pre>{@code
 * conf.set("spark.kryo.registrator", ArrayRegistrator.class.getName());
 * }</pre>
 */
public final class ArrayRegistrator implements KryoRegistrator {
    /** Spark makes it. */
    public ArrayRegistrator() {
    }

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(NDArray.class, new JavaSerializer());
    }
}
