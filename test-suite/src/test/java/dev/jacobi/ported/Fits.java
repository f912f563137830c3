package dev.jacobi.ported;

import static dev.jacobi.Slice.ALL;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.Linalg;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Slice;
import java.util.ArrayList;
import java.util.List;

/** What is fitted step by step. */
final class Fits {
    private Fits() {
    }

    static NDArray kmeans(NDArray x) {
        NDArray centers = x.get(Slice.to(3));
        NDArray labels = null;
        for (int i = 0; i < 20; i++) {
            NDArray nearest = Np.square(x.get(ALL, NDArray.NEW_AXIS).minus(centers)).sum(-1).argmin(1);
            if (labels != null && nearest.eq(labels).all().toBoolean()) {
                break;
            }
            labels = nearest;
            NDArray hot = Nn.oneHot(labels, 3, x.dtype());
            centers = hot.T().matmul(x).dividedBy(Np.maximum(hot.sum(0), 1.0).get(ALL, NDArray.NEW_AXIS));
        }
        return Np.concatenate(centers.ravel(), labels.astype(x.dtype()));
    }

    static NDArray gaussNewton(NDArray t) {
        NDArray y = Np.exp(t.times(-0.7)).times(2.0);
        NDArray p = NDArray.of(new double[] {1.5, -0.5});
        Fn1<NDArray, NDArray> residual = q -> q.get(0).times(Np.exp(q.get(1).times(t))).minus(y);
        for (int i = 0; i < 6; i++) {
            Fn1<NDArray, NDArray> jacobian = Jacobi.jacfwd(residual);
            NDArray j = jacobian.apply(p);
            p = p.minus(Linalg.solve(j.T().matmul(j), j.T().matmul(residual.apply(p))));
        }
        return p;
    }

    static NDArray sinkhorn(NDArray cost) {
        NDArray k = Np.exp(cost.times(-2.0));
        NDArray u = Np.ones(cost.shape(0));
        NDArray v = Np.ones(cost.shape(1));
        for (int i = 0; i < 25; i++) {
            u = NDArray.scalar(1.0 / cost.shape(0)).dividedBy(k.matmul(v));
            v = NDArray.scalar(1.0 / cost.shape(1)).dividedBy(k.T().matmul(u));
        }
        return u.get(ALL, NDArray.NEW_AXIS).times(k).times(v);
    }

    private static NDArray direction(NDArray gradient, List<NDArray> steps, List<NDArray> changes) {
        NDArray q = gradient;
        NDArray[] alpha = new NDArray[steps.size()];
        for (int i = steps.size() - 1; i >= 0; i--) {
            alpha[i] = steps.get(i).dot(q).dividedBy(steps.get(i).dot(changes.get(i)));
            q = q.minus(changes.get(i).times(alpha[i]));
        }
        if (!steps.isEmpty()) {
            NDArray y = changes.get(changes.size() - 1);
            q = q.times(steps.get(steps.size() - 1).dot(y).dividedBy(y.dot(y)));
        }
        for (int i = 0; i < steps.size(); i++) {
            q = q.plus(steps.get(i).times(alpha[i].minus(changes.get(i).dot(q).dividedBy(steps.get(i).dot(changes.get(i))))));
        }
        return q;
    }

    static NDArray lbfgs(NDArray start) {
        Fn1<NDArray, NDArray> f = v -> {
            NDArray b = v.get(Slice.to(-1));
            return Np.square(v.get(Slice.from(1)).minus(b.times(b))).times(10).plus(Np.square(b.neg().plus(1))).sum();
        };
        Fn1<NDArray, NDArray> gradient = Jacobi.grad(f);
        List<NDArray> steps = new ArrayList<>();
        List<NDArray> changes = new ArrayList<>();
        NDArray x = start;
        NDArray g = gradient.apply(x);
        for (int i = 0; i < 6; i++) {
            NDArray d = direction(g, steps, changes);
            double step = 1.0;
            while (f.apply(x.minus(d.times(step))).gt(f.apply(x)).toBoolean() && step > 1e-4) {
                step *= 0.5;
            }
            NDArray next = x.minus(d.times(step));
            NDArray there = gradient.apply(next);
            steps.add(next.minus(x));
            changes.add(there.minus(g));
            if (steps.size() > 3) {
                steps.remove(0);
                changes.remove(0);
            }
            x = next;
            g = there;
        }
        return x;
    }
}
