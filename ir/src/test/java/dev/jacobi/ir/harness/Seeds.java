package dev.jacobi.ir.harness;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Random programs by seed: {@code -DNAME.programs=N} says how many, {@code -DNAME.seed=S} the first. The seeds are printed, and a failure says how its program is run again.
 */
public record Seeds(String name, long first, int programs) {
    /** What is done with the program of a seed. */
    public interface Check {
        void of(long seed, Random random) throws Exception;
    }

    /** So many unless the properties say otherwise, from 1 on. */
    public static Seeds of(String name, int programs) {
        return new Seeds(name, Long.getLong(name + ".seed", 1), Integer.getInteger(name + ".programs", programs));
    }

    /** From another seed on, unless the property says one. */
    public Seeds from(long start) {
        return new Seeds(name, Long.getLong(name + ".seed", start), programs);
    }

    /** One in so many of them, but at least two unless fewer are asked for. */
    public Seeds part(int part) {
        return new Seeds(name, first, Math.min(programs, Math.max(2, programs / part)));
    }

    public void each(Check check) {
        print();
        for (long seed = first; seed < first + programs; seed++) {
            one(seed, check);
        }
    }

    /** Whether more than one in so many did what the test is about; one program alone, which is run again, need not. */
    public boolean some(int count, int part) {
        return programs == 1 || count > programs / part;
    }

    public void print() {
        System.out.println(name + ": seeds " + first + " to " + (first + programs - 1));
    }

    /** One of them, which is named if it fails. */
    public void one(long seed, Check check) {
        try {
            check.of(seed, new Random(seed));
        } catch (TestAbortedException skipped) {
            throw skipped;
        } catch (Exception | StackOverflowError | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e + "\n" + again(e, "-D" + name + ".seed=" + seed + " -D" + name + ".programs=1"), e);
        }
    }

    /** How the test that failed so is run again with these properties. */
    public static String again(Throwable failure, String properties) {
        String test = Stream.of(failure.getStackTrace()).map(StackTraceElement::getClassName).filter(n -> n.matches(".*Test(\\$.*)?")).findFirst().orElse("NAME");
        return "To run it again: mvn verify -pl " + Path.of("").toAbsolutePath().getFileName() + " -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test.replaceAll(".*\\.|\\$.*", "")
            + " " + properties;
    }
}
