package dev.jacobi.spark;

import dev.jacobi.DType;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ValueAndGrad;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Function1;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Sums a loss and its gradient over the elements of an RDD: within a partition in the order of the elements, then over partitions in the order of their numbers, by a tree whose form follows from how many there
 * are. Nothing depends on which executor ends first or is lost, so the result is the same to the bit each time, unlike that of Spark's own {@code treeAggregate}.
 */
final class GradientSum<P, T> {
    /** Partial sums that the driver adds by itself. */
    private static final int AT_ONCE = 16;
    private static final byte[] NOTHING = {};
    private final Fn2<P, Object, ValueAndGrad<Object, P>> of;
    private final int batch;

    private GradientSum(Fn2<P, Object, ValueAndGrad<Object, P>> of, int batch) {
        this.of = of;
        this.batch = batch;
    }

    /** Of a loss of elements as they are. */
    @SuppressWarnings("unchecked")
    static <P, T> GradientSum<P, T> ofElements(Fn2<P, T, ?> loss) {
        return new GradientSum<>(Jacobi.valueAndGrad((Fn2<P, Object, Object>) loss), 0);
    }

    /** Of a loss of single rows, of which so many are computed at once. */
    @SuppressWarnings("unchecked")
    static <P, T> GradientSum<P, T> ofRows(Fn2<P, T, ?> loss, int batch) {
        Fn2<P, Object, Object> each = Jacobi.vmap((Fn2<P, Object, Object>) loss, null, 0);
        Fn2<P, Object, Object> all = (params, rows) -> total(each.apply(params, rows));
        return new GradientSum<>(Jacobi.valueAndGrad(all), RowBatches.checked(batch));
    }

    /** The sum of the losses of a batch; compiled with the loss. */
    static Object total(Object losses) {
        if (losses instanceof double[] d) {
            double s = 0;
            for (double v : d) {
                s += v;
            }
            return s;
        }
        if (losses instanceof float[] f) {
            float s = 0;
            for (float v : f) {
                s += v;
            }
            return s;
        }
        return ((NDArray) losses).sum();
    }

    /** Over all elements, at these parameters. */
    @SuppressWarnings("unchecked")
    Gradient<P> over(JavaRDD<T> elements, P params) {
        try (SentTree sent = SentTree.of(params, elements)) {
            Gradient<P> sum = (Gradient<P>) (elements.getNumPartitions() > AT_ONCE ? inOrder(tree(partial(elements, sent)).collect()) : fewPartitions(elements, sent));
            if (sum == null) {
                throw new JacobiException("There is no gradient of a sum over nothing: the RDD has no elements; check what it was read and filtered from.");
            }
            return sum;
        }
    }

    /** By a job for the RDD as it is, without others made of it: what is done for each of these takes as long as some hundred thousand cheap rows. */
    private Gradient<?> fewPartitions(JavaRDD<T> elements, SentTree sent) {
        var f = of;
        int rows = batch;
        var task = (Function1<scala.collection.Iterator<T>, byte[]> & Serializable) it -> partition(CollectionConverters.asJava(it), f, rows, sent);
        var sums = (byte[][]) elements.context().runJob(elements.rdd(), task, ClassTag.apply(byte[].class));
        return sum(Arrays.asList(sums));
    }

    private JavaPairRDD<Integer, byte[]> partial(JavaRDD<T> elements, SentTree sent) {
        var f = of;
        int rows = batch;
        return elements.mapPartitionsWithIndex((k, it) -> List.of(new Tuple2<>(k, partition(it, f, rows, sent))).iterator(), false).mapToPair(t -> t);
    }

    /** The sum over a partition; no bytes where it is empty. */
    private static <P, T> byte[] partition(Iterator<T> elements, Fn2<P, Object, ValueAndGrad<Object, P>> of, int batch, SentTree sent) {
        if (!elements.hasNext()) {
            return NOTHING;
        }
        @SuppressWarnings("unchecked")
        P params = (P) sent.read();
        Iterator<RowBatches.Batch> batches = batch > 0 ? new RowBatches<>(elements, batch) : single(elements);
        Gradient<P> sum = null;
        while (batches.hasNext()) {
            RowBatches.Batch b = batches.next();
            ValueAndGrad<Object, P> at = of.apply(params, b.values());
            double value = at.value() instanceof NDArray x ? x.astype(DType.F64).item() : ((Number) at.value()).doubleValue();
            sum = sum == null ? new Gradient<>(value, copied(at.grad()), b.rows()) : sum.plus(new Gradient<>(value, at.grad(), b.rows()));
        }
        return TreeBytes.write(sum);
    }

    @SuppressWarnings("unchecked")
    private static <P> P copied(P grad) {
        return (P) LeafSums.copy(grad);
    }

    private static <T> Iterator<RowBatches.Batch> single(Iterator<T> elements) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public RowBatches.Batch next() {
                return new RowBatches.Batch(elements.next(), 1);
            }
        };
    }

    /** Adds neighbours on executors until few enough sums are left for the driver. */
    private static JavaPairRDD<Integer, byte[]> tree(JavaPairRDD<Integer, byte[]> partial) {
        JavaPairRDD<Integer, byte[]> at = partial;
        for (int n = partial.getNumPartitions(); n > AT_ONCE; n = (n + AT_ONCE - 1) / AT_ONCE) {
            at = at.mapToPair(t -> new Tuple2<>(t._1() / AT_ONCE, t)).groupByKey((n + AT_ONCE - 1) / AT_ONCE).mapValues(group -> {
                var sums = new ArrayList<Tuple2<Integer, byte[]>>();
                group.forEach(sums::add);
                Gradient<?> sum = inOrder(sums);
                return sum == null ? NOTHING : TreeBytes.write(sum);
            });
        }
        return at;
    }

    /** The sum in the order of the numbers; null of none. */
    private static Gradient<?> inOrder(List<Tuple2<Integer, byte[]>> sums) {
        return sum(sums.stream().sorted(Comparator.comparing(Tuple2::_1)).map(Tuple2::_2).toList());
    }

    private static Gradient<?> sum(List<byte[]> sums) {
        Gradient<?> out = null;
        for (byte[] bytes : sums) {
            if (bytes.length > 0) {
                var g = (Gradient<?>) TreeBytes.read(bytes);
                out = out == null ? g : out.plus(g);
            }
        }
        return out;
    }
}
