package dev.jacobi;

import dev.jacobi.array.optim.AddDecayedWeights;
import dev.jacobi.array.optim.Chain;
import dev.jacobi.array.optim.Momentum;
import dev.jacobi.array.optim.Nesterov;
import dev.jacobi.array.optim.Scale;
import dev.jacobi.array.optim.ScaleByAdam;
import dev.jacobi.array.optim.ScaleByLbfgs;
import dev.jacobi.array.optim.ScaleByLion;
import dev.jacobi.array.optim.ScaleByRms;
import dev.jacobi.array.optim.ScaleByRss;
import dev.jacobi.array.optim.ScaleBySchedule;

/**
 * Optimisers with Optax's formulas and defaults, on trees of arrays. Each learning rate is a number or a {@link Schedule}.
 *
 * <pre>{@code
 * record Step(Layer params, Object state, NDArray loss) { }
 *
 * GradientTransformation optimizer = Optim.chain(Optim.clipByGlobalNorm(1), Optim.adam(1e-3));
 * var train = jit((Layer params, Object state, NDArray x, NDArray y) -> {
 *     var r = valueAndGrad((Layer p) -> loss(p, x, y)).apply(params);
 *     var u = optimizer.update(r.grad(), state, params);
 *     return new Step(Optim.applyUpdates(params, u.updates()), u.state(), r.value());
 * });
 * }</pre>
 */
public final class Optim extends OptimParts {
    private Optim() {
    }

    /**
     * Parameters plus updates.
     *
     * @param params a tree of arrays
     * @param updates one of the same structure
     * @param <T> the parameters' class
     * @return the new parameters, of the types of before
     */
    public static <T> T applyUpdates(T params, Object updates) {
        return Tree.map((p, u) -> p.plus(u).astype(p.dtype()), params, updates);
    }

    /**
     * Gradient descent.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation sgd(double rate) {
        return new Scale(-rate);
    }

    /**
     * Gradient descent.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation sgd(Schedule rate) {
        return rate(rate);
    }

    /**
     * Gradient descent with momentum.
     *
     * @param rate the learning rate
     * @param momentum the weight of older gradients
     * @param nesterov whether the gradient is looked at where momentum leads
     * @return the transformation
     */
    public static GradientTransformation sgd(double rate, double momentum, boolean nesterov) {
        return new Chain(nesterov ? new Nesterov(momentum) : new Momentum(momentum), new Scale(-rate));
    }

    /**
     * Gradient descent with momentum.
     *
     * @param rate the learning rate
     * @param momentum the weight of older gradients
     * @param nesterov whether the gradient is looked at where momentum leads
     * @return the transformation
     */
    public static GradientTransformation sgd(Schedule rate, double momentum, boolean nesterov) {
        return new Chain(nesterov ? new Nesterov(momentum) : new Momentum(momentum), rate(rate));
    }

    /**
     * Gradient descent with momentum.
     *
     * @param rate the learning rate
     * @param momentum the weight of older gradients
     * @return the transformation
     */
    public static GradientTransformation momentum(double rate, double momentum) {
        return sgd(rate, momentum, false);
    }

    /**
     * Gradient descent with momentum.
     *
     * @param rate the learning rate
     * @param momentum the weight of older gradients
     * @return the transformation
     */
    public static GradientTransformation momentum(Schedule rate, double momentum) {
        return sgd(rate, momentum, false);
    }

    /**
     * Gradient descent with Nesterov's momentum.
     *
     * @param rate the learning rate
     * @param momentum the weight of older gradients
     * @return the transformation
     */
    public static GradientTransformation nesterov(double rate, double momentum) {
        return sgd(rate, momentum, true);
    }

    /**
     * Gradient descent with Nesterov's momentum.
     *
     * @param rate the learning rate
     * @param momentum the weight of older gradients
     * @return the transformation
     */
    public static GradientTransformation nesterov(Schedule rate, double momentum) {
        return sgd(rate, momentum, true);
    }

    /**
     * RMSProp with a decay of 0.9 and an eps of 1e-8.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation rmsprop(double rate) {
        return rmsprop(rate, 0.9, 1e-8);
    }

    /**
     * RMSProp with a decay of 0.9 and an eps of 1e-8.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation rmsprop(Schedule rate) {
        return rmsprop(rate, 0.9, 1e-8);
    }

    /**
     * RMSProp; eps is added below the root.
     *
     * @param rate the learning rate
     * @param decay the weight of the older average
     * @param eps what is added so that nothing is divided by 0
     * @return the transformation
     */
    public static GradientTransformation rmsprop(double rate, double decay, double eps) {
        return new Chain(new ScaleByRms(decay, eps, 0), new Scale(-rate));
    }

    /**
     * RMSProp; eps is added below the root.
     *
     * @param rate the learning rate
     * @param decay the weight of the older average
     * @param eps what is added so that nothing is divided by 0
     * @return the transformation
     */
    public static GradientTransformation rmsprop(Schedule rate, double decay, double eps) {
        return new Chain(new ScaleByRms(decay, eps, 0), rate(rate));
    }

    /**
     * RMSProp with momentum of the steps; eps is added below the root.
     *
     * @param rate the learning rate
     * @param decay the weight of the older average
     * @param eps what is added so that nothing is divided by 0
     * @param momentum the weight of older gradients
     * @param nesterov whether the gradient is looked at where momentum leads
     * @return the transformation
     */
    public static GradientTransformation rmsprop(double rate, double decay, double eps, double momentum, boolean nesterov) {
        return chain(new ScaleByRms(decay, eps, 0), new Scale(-rate), nesterov ? new Nesterov(momentum) : new Momentum(momentum));
    }

    /**
     * RMSProp with momentum of the steps; eps is added below the root.
     *
     * @param rate the learning rate
     * @param decay the weight of the older average
     * @param eps what is added so that nothing is divided by 0
     * @param momentum the weight of older gradients
     * @param nesterov whether the gradient is looked at where momentum leads
     * @return the transformation
     */
    public static GradientTransformation rmsprop(Schedule rate, double decay, double eps, double momentum, boolean nesterov) {
        return chain(new ScaleByRms(decay, eps, 0), rate(rate), nesterov ? new Nesterov(momentum) : new Momentum(momentum));
    }

    /**
     * AdaGrad, which begins with squares of 0.1, with an eps of 1e-7.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation adagrad(double rate) {
        return adagrad(rate, 0.1, 1e-7);
    }

    /**
     * AdaGrad, which begins with squares of 0.1, with an eps of 1e-7.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation adagrad(Schedule rate) {
        return adagrad(rate, 0.1, 1e-7);
    }

    /**
     * AdaGrad.
     *
     * @param rate the learning rate
     * @param initial what the sum of squares begins with
     * @param eps what is added so that nothing is divided by 0
     * @return the transformation
     */
    public static GradientTransformation adagrad(double rate, double initial, double eps) {
        return new Chain(new ScaleByRss(initial, eps), new Scale(-rate));
    }

    /**
     * AdaGrad.
     *
     * @param rate the learning rate
     * @param initial what the sum of squares begins with
     * @param eps what is added so that nothing is divided by 0
     * @return the transformation
     */
    public static GradientTransformation adagrad(Schedule rate, double initial, double eps) {
        return new Chain(new ScaleByRss(initial, eps), rate(rate));
    }

    /**
     * Adam with b1 = 0.9, b2 = 0.999, eps = 1e-8.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation adam(double rate) {
        return adam(rate, 0.9, 0.999, 1e-8);
    }

    /**
     * Adam with b1 = 0.9, b2 = 0.999, eps = 1e-8.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation adam(Schedule rate) {
        return adam(rate, 0.9, 0.999, 1e-8);
    }

    /**
     * Adam.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param eps what is added so that nothing is divided by 0
     * @return the transformation
     */
    public static GradientTransformation adam(double rate, double b1, double b2, double eps) {
        return adam(rate, b1, b2, eps, 0, false);
    }

    /**
     * Adam.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param eps what is added so that nothing is divided by 0
     * @return the transformation
     */
    public static GradientTransformation adam(Schedule rate, double b1, double b2, double eps) {
        return adam(rate, b1, b2, eps, 0, false);
    }

    /**
     * Adam, with all settings.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param eps what is added so that nothing is divided by 0
     * @param epsRoot what is added below the root
     * @param nesterov whether the gradient is looked at where momentum leads
     * @return the transformation
     */
    public static GradientTransformation adam(double rate, double b1, double b2, double eps, double epsRoot, boolean nesterov) {
        return new Chain(new ScaleByAdam(b1, b2, eps, epsRoot, nesterov), new Scale(-rate));
    }

    /**
     * Adam, with all settings.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param eps what is added so that nothing is divided by 0
     * @param epsRoot what is added below the root
     * @param nesterov whether the gradient is looked at where momentum leads
     * @return the transformation
     */
    public static GradientTransformation adam(Schedule rate, double b1, double b2, double eps, double epsRoot, boolean nesterov) {
        return new Chain(new ScaleByAdam(b1, b2, eps, epsRoot, nesterov), rate(rate));
    }

    /**
     * Adam with decayed weights: b1 = 0.9, b2 = 0.999, eps = 1e-8, and a weight decay of 1e-4.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation adamw(double rate) {
        return adamw(rate, 0.9, 0.999, 1e-8, 1e-4);
    }

    /**
     * Adam with decayed weights: b1 = 0.9, b2 = 0.999, eps = 1e-8, and a weight decay of 1e-4.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation adamw(Schedule rate) {
        return adamw(rate, 0.9, 0.999, 1e-8, 1e-4);
    }

    /**
     * Adam with decayed weights.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param eps what is added so that nothing is divided by 0
     * @param weightDecay how much of the parameters is taken away, before the learning rate
     * @return the transformation
     */
    public static GradientTransformation adamw(double rate, double b1, double b2, double eps, double weightDecay) {
        return chain(new ScaleByAdam(b1, b2, eps, 0, false), new AddDecayedWeights(weightDecay), new Scale(-rate));
    }

    /**
     * Adam with decayed weights.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param eps what is added so that nothing is divided by 0
     * @param weightDecay how much of the parameters is taken away, before the learning rate
     * @return the transformation
     */
    public static GradientTransformation adamw(Schedule rate, double b1, double b2, double eps, double weightDecay) {
        return chain(new ScaleByAdam(b1, b2, eps, 0, false), new AddDecayedWeights(weightDecay), rate(rate));
    }

    /**
     * Lion with b1 = 0.9, b2 = 0.99, and a weight decay of 1e-3.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation lion(double rate) {
        return lion(rate, 0.9, 0.99, 1e-3);
    }

    /**
     * Lion with b1 = 0.9, b2 = 0.99, and a weight decay of 1e-3.
     *
     * @param rate the learning rate
     * @return the transformation
     */
    public static GradientTransformation lion(Schedule rate) {
        return lion(rate, 0.9, 0.99, 1e-3);
    }

    /**
     * Lion.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param weightDecay how much of the parameters is taken away, before the learning rate
     * @return the transformation
     */
    public static GradientTransformation lion(double rate, double b1, double b2, double weightDecay) {
        return chain(new ScaleByLion(b1, b2), new AddDecayedWeights(weightDecay), new Scale(-rate));
    }

    /**
     * Lion.
     *
     * @param rate the learning rate
     * @param b1 the weight of the older average of gradients
     * @param b2 the weight of the older average of squares
     * @param weightDecay how much of the parameters is taken away, before the learning rate
     * @return the transformation
     */
    public static GradientTransformation lion(Schedule rate, double b1, double b2, double weightDecay) {
        return chain(new ScaleByLion(b1, b2), new AddDecayedWeights(weightDecay), rate(rate));
    }

    /**
     * L-BFGS without a line search: {@link #lineSearch} can follow.
     *
     * @param memory how many differences of parameters and gradients are kept
     * @return the transformation
     * @throws JacobiException if none are to be kept
     */
    public static GradientTransformation lbfgs(int memory) {
        return lbfgs(1, memory);
    }

    /**
     * L-BFGS with a learning rate in place of a line search.
     *
     * @param rate the learning rate
     * @param memory how many differences of parameters and gradients are kept
     * @return the transformation
     * @throws JacobiException if none are to be kept
     */
    public static GradientTransformation lbfgs(double rate, int memory) {
        if (memory < 1) {
            throw new JacobiException("Optim.lbfgs: the memory is " + memory + "; give at least 1.");
        }
        return new Chain(new ScaleByLbfgs(memory), new Scale(-rate));
    }

    private static GradientTransformation rate(Schedule rate) {
        return new ScaleBySchedule(rate, -1);
    }
}
