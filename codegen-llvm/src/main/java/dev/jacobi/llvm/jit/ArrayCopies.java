package dev.jacobi.llvm.jit;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** LLVM IR of the functions by which a stub copies Java arrays to native memory and back, a piece at a time so that no collection waits long. */
final class ArrayCopies {
    /**
     * Calls Get/Set&lt;Type&gt;ArrayRegion for one piece of an array after the other: no safepoint can begin while the JVM copies one, so each
     * takes some ten microseconds only.
     */
    static final String REGION = """
        define internal void @jacobi.region(ptr %env, ptr %f, ptr %array, i32 %n, ptr %data, i32 %bytes) noinline {
          %step = udiv i32 262144, %bytes
          br label %loop
        loop:
          %i = phi i32 [ 0, %0 ], [ %j, %more ]
          %rest = sub i32 %n, %i
          %whole = icmp ult i32 %step, %rest
          %k = select i1 %whole, i32 %step, i32 %rest
          %wide = zext i32 %i to i64
          %size = zext i32 %bytes to i64
          %off = mul i64 %wide, %size
          %p = getelementptr i8, ptr %data, i64 %off
          call void %f(ptr %env, ptr %array, i32 %i, i32 %k, ptr %p)
          br i1 %whole, label %more, label %end
        more:
          %j = add i32 %i, %k
          br label %loop
        end:
          ret void
        }
        """;
    /**
     * Large copies by the pool's threads, taken and written back: a quarter of a megabyte at a time is pinned, for the collector's sake. False
     * when the JVM gives no address.
     */
    static final String PIECES = Stream.of(
        new String[] {"take", "ptr %to, ptr %second", """
              %toi = getelementptr i8, ptr %to, i64 %off
              %has = icmp ne ptr %second, null
              %there = getelementptr i8, ptr %second, i64 %off
              %secondi = select i1 %has, ptr %there, ptr null
              %bytes = mul i64 %k, %size
              call void @jacobi_take(ptr %toi, ptr %secondi, ptr %pi, i64 %bytes)""", "2"},
        new String[] {"put", "ptr %now, ptr %was", """
              %nowi = getelementptr i8, ptr %now, i64 %off
              %wasi = getelementptr i8, ptr %was, i64 %off
              call void @jacobi_put_changed(ptr %pi, ptr %nowi, ptr %wasi, i64 %k, i32 %width)""", "0"}).map(x -> """
        define internal i1 @jacobi.$0(ptr %env, ptr %get, ptr %release, ptr %array, i64 %n, i32 %width, $1) noinline {
          %size = zext i32 %width to i64
          %step = udiv i64 262144, %size
          br label %loop
        loop:
          %i = phi i64 [ 0, %0 ], [ %j, %piece ]
          %left = sub i64 %n, %i
          %some = icmp sgt i64 %left, 0
          br i1 %some, label %pin, label %all
        pin:
          %p = call ptr %get(ptr %env, ptr %array, ptr null)
          %none = icmp eq ptr %p, null
          br i1 %none, label %failed, label %piece
        piece:
          %whole = icmp ult i64 %step, %left
          %k = select i1 %whole, i64 %step, i64 %left
          %off = mul i64 %i, %size
          %pi = getelementptr i8, ptr %p, i64 %off
        $2
          call void %release(ptr %env, ptr %array, ptr %p, i32 $3)
          %j = add i64 %i, %k
          br label %loop
        all:
          ret i1 true
        failed:
          ret i1 false
        }
        """.replace("$0", x[0]).replace("$1", x[1]).replace("$2", x[2].stripTrailing()).replace("$3", x[3])).collect(Collectors.joining());

    private ArrayCopies() {
    }
}
