package dev.jacobi.spark;

import dev.jacobi.Checkpoints;
import dev.jacobi.GradientTransformation;
import dev.jacobi.JacobiException;
import dev.jacobi.Optim;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Training on the elements of an RDD, each step with all of them: the executors compute gradients, the driver makes the step. Settings are given one after another, each of which gives another training.
 *
 * <p>With a folder for checkpoints a training that is started again goes on where the last checkpoint was written, and ends with the same parameters to the bit as if it had not been interrupted. The folder
 * has to be there for the driver that goes on: where that may run on another machine, on a file system that both have. An executor that is lost costs time only.
 *
 * <pre>{@code
 * Model trained = JacobiSpark.rowTraining(Model::loss)
 *     .optimizer(Optim.adam(1e-2))
 *     .steps(500)
 *     .checkpoints(Path.of("/shared/run7"), 50)
 *     .onStep((step, loss) -> System.out.println(step + " " + loss))
 *     .fit(rows.cache(), Model.initial());
 * }</pre>
 *
 * @param <P> type of the parameters
 * @param <T> type of the elements
 */
public final class Training<P, T> {
    private static final int KEPT = 2;

    /** What is told of each step. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A step is done, and its checkpoint, if it has one, is written.
         *
         * @param step its number, from 1
         * @param loss the mean loss before it
         */
        void step(long step, double loss);
    }

    private final GradientSum<P, T> gradient;
    private final GradientTransformation optimizer;
    private final long steps;
    private final Path folder;
    private final int every;
    private final Listener listener;

    Training(GradientSum<P, T> gradient) {
        this(gradient, Optim.sgd(0.1), 100, null, 1, (step, loss) -> { });
    }

    private Training(GradientSum<P, T> gradient, GradientTransformation optimizer, long steps, Path folder, int every, Listener listener) {
        this.gradient = gradient;
        this.optimizer = optimizer;
        this.steps = steps;
        this.folder = folder;
        this.every = every;
        this.listener = listener;
    }

    /**
     * The same, by gradient descent.
     *
     * @param rate what the gradient of the mean loss is multiplied by
     * @return the changed training
     */
    public Training<P, T> learningRate(double rate) {
        return optimizer(Optim.sgd(rate));
    }

    /**
     * The same, with another optimiser. It runs on the driver, in the precision of the parameters.
     *
     * @param by one of {@link Optim}, or one's own; a mask for parameters that have Java arrays is a list with an entry for each leaf
     * @return the changed training
     * @throws JacobiException if it is null
     */
    public Training<P, T> optimizer(GradientTransformation by) {
        if (by == null) {
            throw new JacobiException("The optimiser is null; give one of Optim, such as Optim.adam(1e-3).");
        }
        return new Training<>(gradient, by, steps, folder, every, listener);
    }

    /**
     * The same, with another number of steps.
     *
     * @param number how many passes over all elements there are, those of a training that is gone on with included
     * @return the changed training
     * @throws JacobiException if it is negative
     */
    public Training<P, T> steps(long number) {
        if (number < 0) {
            throw new JacobiException("A training of " + number + " steps is none; give 0 or more.");
        }
        return new Training<>(gradient, optimizer, number, folder, every, listener);
    }

    /**
     * The same, with checkpoints, from the last of which it goes on. The last two are kept.
     *
     * @param to the folder, which is made when it is not there; a training has one of its own
     * @param each after how many steps one is written; one is written at the end, too
     * @return the changed training
     * @throws JacobiException if the folder is null, or {@code each} is less than 1
     */
    public Training<P, T> checkpoints(Path to, int each) {
        if (to == null || each < 1) {
            throw new JacobiException("Checkpoints are written " + (to == null ? "to no folder" : "every " + each + " steps") + "; give a folder, and every how many steps, 1 or more.");
        }
        return new Training<>(gradient, optimizer, steps, to, each, listener);
    }

    /**
     * The same, telling of each step.
     *
     * @param told is called on the driver; what it throws ends the training
     * @return the changed training
     * @throws JacobiException if it is null
     */
    public Training<P, T> onStep(Listener told) {
        if (told == null) {
            throw new JacobiException("The listener is null; leave onStep out to be told nothing.");
        }
        return new Training<>(gradient, optimizer, steps, folder, every, told);
    }

    /**
     * Trains.
     *
     * @param elements what the loss is a mean over; {@code cache()} it where computing it costs more than reading it from memory
     * @param start the parameters to begin with, where there is no checkpoint; they stay as they are
     * @return the parameters after the last step
     * @throws JacobiException if the parameters are null, there are no elements, the loss cannot be differentiated, or checkpoints in the folder are of other parameters or another optimiser
     */
    public P fit(JavaRDD<T> elements, P start) {
        if (start == null) {
            throw new JacobiException("The parameters are null; give a number, an array, an NDArray, or a record, list or map of them.");
        }
        P params = start;
        Object state = optimizer.init(Parameters.tree(start));
        long step = begin();
        if (step > 0) {
            List<Object> saved = Checkpoints.restore(folder, Arrays.asList(params, state), step);
            params = cast(saved.get(0));
            state = saved.get(1);
        }
        while (step < steps) {
            Gradient<P> g = gradient.over(elements, params).mean();
            GradientTransformation.Updates<Object> u = optimizer.update(Parameters.tree(g.grad()), state, Parameters.tree(params));
            params = Parameters.updated(params, u.updates());
            state = u.state();
            step++;
            if (folder != null && (step % every == 0 || step == steps)) {
                Checkpoints.save(folder, step, Arrays.asList(params, state), KEPT);
            }
            listener.step(step, g.value());
        }
        return params;
    }

    /** The last step of which there is a checkpoint, of those that this training has; 0 for none. */
    private long begin() {
        List<Long> there = folder == null ? List.of() : Checkpoints.steps(folder).stream().filter(k -> k <= steps).toList();
        return there.isEmpty() ? 0 : Collections.max(there);
    }

    @SuppressWarnings("unchecked")
    private static <P> P cast(Object v) {
        return (P) v;
    }
}
