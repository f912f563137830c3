package dev.jacobi.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Parameters on their way to executors: a few with the job itself, of which each executor gets one copy anyway, many by a broadcast of their own, so that no task reads them anew. */
final class SentTree implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;
    private static final int FEW_BYTES = 1 << 16;
    /** Null where they are broadcast. */
    private final byte[] few;
    private final Broadcast<byte[]> many;

    private SentTree(byte[] few, Broadcast<byte[]> many) {
        this.few = few;
        this.many = many;
    }

    /** For jobs on the RDD's cluster, until it is closed. */
    static SentTree of(Object tree, JavaRDD<?> rdd) {
        byte[] bytes = TreeBytes.write(tree);
        return bytes.length <= FEW_BYTES ? new SentTree(bytes, null) : new SentTree(null, JavaSparkContext.fromSparkContext(rdd.context()).broadcast(bytes));
    }

    /** A tree of the caller's own. */
    Object read() {
        return TreeBytes.read(few != null ? few : many.value());
    }

    @Override
    public void close() {
        if (many != null) {
            many.destroy();
        }
    }
}
