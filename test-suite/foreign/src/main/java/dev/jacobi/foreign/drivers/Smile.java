// Statistics, distances, sorting and special functions.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import smile.math.MathEx;
import smile.math.distance.EditDistance;
import smile.math.special.Beta;
import smile.math.special.Erf;
import smile.math.special.Gamma;
import smile.sort.QuickSort;

/** smile-math, what of it is Java. */
public final class Smile implements Driver {
    @Override
    public String name() {
        return "smile-math";
    }

    @Override
    public List<String> include() {
        return List.of("smile.*");
    }

    @Override
    public void run(int round, Results results) {
        double[][] rows = new double[40][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Data.doubles(100L * round + i, 300);
        }
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                results.add(MathEx.distance(rows[i], rows[j]) + MathEx.cov(rows[i], rows[j]) + MathEx.cor(rows[i], rows[j]));
                results.add(MathEx.squaredDistanceWithMissingValues(rows[i], rows[j]));
            }
            results.add(MathEx.mean(rows[i]) + MathEx.var(rows[i]) + MathEx.mad(rows[i]) + MathEx.norm2(rows[i]) + MathEx.median(rows[i]));
        }
        results.add(MathEx.colMeans(rows));
        results.add(MathEx.rowSds(rows));
        double[] softmax = rows[0].clone();
        results.add(MathEx.softmax(softmax));
        results.add(softmax);
        double[] values = Data.doubles(round, 5000);
        results.add(QuickSort.sort(values));
        results.add(values);
        for (int i = 0; i < 200; i++) {
            results.add(Gamma.lgamma(3 + values[i]) + Erf.erf(values[i]) + Gamma.regularizedIncompleteGamma(2.5, 1 + Math.abs(values[i]))
                    + Beta.regularizedIncompleteBetaFunction(2, 3, Math.abs(values[i])));
        }
        results.add(EditDistance.levenshtein("the quick brown fox jumps over " + round, "that quack brawn fix jumped under"));
    }
}
