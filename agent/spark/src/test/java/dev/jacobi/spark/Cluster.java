// A Spark application for tests: on threads of this JVM, or with a master, workers and executors as processes of their own.
package dev.jacobi.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes contexts; a JVM has one at a time. */
final class Cluster {
    /** Two executors of one core. */
    static final String TWO_EXECUTORS = "local-cluster[2,1,1024]";

    /** Executors that live for a moment. */
    static final String JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djacobi.threads=1";

    private Cluster() {
    }

    static SparkConf conf(String master) {
        Path home = Path.of(System.getProperty("spark.test.home"));
        try {
            // where workers look for Spark: that they find it on the class path of the tests, which executors get, is what spark.testing does
            Files.createDirectories(home.resolve("jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty("spark.testing", "true");
        return new SparkConf(false).setMaster(master).setAppName("jacobi-spark").set("spark.ui.enabled", "false").set("spark.driver.host", "localhost").set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13").set("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1").set("spark.executorEnv.SPARK_LOCAL_HOSTNAME", "localhost")
            .set("spark.executor.extraJavaOptions", JAVA).set("spark.log.level", "OFF").set("spark.sql.shuffle.partitions", "2").set("spark.sql.warehouse.dir", home.resolve("warehouse").toString());
    }

    static JavaSparkContext start(SparkConf conf) {
        return new JavaSparkContext(conf);
    }

    static JavaSparkContext start(String master) {
        return start(conf(master));
    }

    /** The executors' processes by their names; as many as there are to be. */
    static Set<Long> processes(JavaSparkContext spark, int executors) {
        Set<Long> found = new TreeSet<>();
        while (found.size() < executors) {
            found.addAll(numbers(spark, 8).map(k -> ProcessHandle.current().pid()).collect());
        }
        return found;
    }

    /** The numbers from 0, each a partition. */
    static JavaRDD<Integer> numbers(JavaSparkContext spark, int partitions) {
        List<Integer> all = new ArrayList<>();
        for (int k = 0; k < partitions; k++) {
            all.add(k);
        }
        return spark.parallelize(all, partitions);
    }
}
