// JMH: what a call of compiled code costs over the plain call, on arrays so small that nothing else counts.
package dev.jacobi.bench;

import dev.jacobi.harness.Fork;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code main} runs the benchmarks without the agent and with it ({@code policy=always}). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallOverhead {
    private final int[] ints = {1, 2, 3, 4};
    private final double[] a = {1, 2};
    private final double[] b = {3, 4};

    @Benchmark
    public long scalar() {
        return Tiny.scalar(ints[3], 4);
    }

    @Benchmark
    public int[] newArray() {
        return Tiny.made(ints);
    }

    @Benchmark
    public int oneArray() {
        return Tiny.sum(ints);
    }

    @Benchmark
    public double twoArrays() {
        return Tiny.two(a, b);
    }

    public static void main(String[] args) throws RunnerException {
        for (boolean agent : new boolean[] {false, true}) {
            System.out.println(agent ? "== under the agent, policy=always" : "== plain Java");
            new Runner(options(CallOverhead.class, agent ? "-javaagent:" + Fork.agentJar() + "=policy=always,report=off,include=" + Tiny.class.getName()
                    : "-Dplain=true")).run();
        }
    }

    static Options options(Class<?> benchmarks, String jvmArgument) {
        return new OptionsBuilder().include(benchmarks.getName() + "\\.").forks(1).jvmArgsAppend(jvmArgument)
                .warmupIterations(3).warmupTime(TimeValue.seconds(1)).measurementIterations(5).measurementTime(TimeValue.seconds(1)).build();
    }
}
