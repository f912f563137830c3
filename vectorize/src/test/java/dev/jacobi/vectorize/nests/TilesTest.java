package dev.jacobi.vectorize.nests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products in tiles of four, whose six loops become three; nests that do something else keep theirs. */
class TilesTest {
    private static final String TILES = """
            f(a:f64[n], b:f64[m], c:f64[k], d:i32[]) {
              e:i32[] = dim[0] c
              f:i32[] = dim[0] a
              g:i32[] = dim[0] b
              h:bool[] = le d 2147483644:i32
              check[memory "loop count" early] h
              i:i32[] = max d 0:i32
              j:i32[] = add i 3:i32
              k:i32[] = div j 4:i32
              l:i32[] = max d 0:i32
              m:i32[] = add l 3:i32
              n:i32[] = div m 4:i32
              o:i32[] = max d 0:i32
              p:i32[] = add o 3:i32
              q:i32[] = div p 4:i32
              r:i64[] = convert[i64] e
              s:i64[] = convert[i64] d
              t:i64[] = convert[i64] d
              u:i64[] = mul s t
              v:i64[] = sub r u
              w:bool[] = ge v 0:i64
              x:bool[] = le k 0:i32
              y:bool[] = or x w
              z:bool[] = le n 0:i32
              aa:bool[] = or z y
              ab:bool[] = le q 0:i32
              ac:bool[] = or ab aa
              check[index "A.b:1" early] ac
              ad:i64[] = convert[i64] f
              ae:i64[] = convert[i64] d
              af:i64[] = convert[i64] d
              ag:i64[] = mul ae af
              ah:i64[] = sub ad ag
              ai:bool[] = ge ah 0:i64
              aj:bool[] = le k 0:i32
              ak:bool[] = or aj ai
              al:bool[] = le n 0:i32
              am:bool[] = or al ak
              an:bool[] = le q 0:i32
              ao:bool[] = or an am
              check[index "A.b:1" early] ao
              ap:i64[] = convert[i64] g
              aq:i64[] = convert[i64] d
              ar:i64[] = convert[i64] d
              as:i64[] = mul aq ar
              at:i64[] = sub ap as
              au:bool[] = ge at 0:i64
              av:bool[] = le k 0:i32
              aw:bool[] = or av au
              ax:bool[] = le n 0:i32
              ay:bool[] = or ax aw
              az:bool[] = le q 0:i32
              ba:bool[] = or az ay
              check[index "A.b:1" early] ba
              bb:f64[k] = for(k, c) { bc:i32[], bd:f64[k] ->
                be:i32[] = mul bc 4:i32
                bf:i32[] = add be 4:i32
                bg:i32[] = min bf d
                bh:i32[] = max bg be
                bi:i32[] = sub bh be
                bj:f64[k] = for(n, bd) { bk:i32[], bl:f64[k] ->
                  bm:i32[] = mul bk 4:i32
                  bn:i32[] = add bm 4:i32
                  bo:i32[] = min bn d
                  bp:i32[] = max bo bm
                  bq:i32[] = sub bp bm
                  br:f64[k] = for(q, bl) { bs:i32[], bt:f64[k] ->
                    bu:i32[] = mul bs 4:i32
                    bv:i32[] = add bu 4:i32
                    bw:i32[] = min bv d
                    bx:i32[] = max bw bu
                    by:i32[] = sub bx bu
                    bz:f64[k] = for(bi, bt) { ca:i32[], cb:f64[k] ->
                      cc:i32[] = add be ca
                      cd:i32[] = mul cc d
                      ce:f64[k] = for(bq, cb) { cf:i32[], cg:f64[k] ->
                        ch:i32[] = add bm cf
                        ci:i32[] = add cd ch
                        cj:f64[] = index cg ci
                        ck:f64[] = for(by, cj) { cl:i32[], cm:f64[] ->
                          cn:i32[] = add bu cl
                          co:i32[] = add cd cn
                          cp:f64[] = index a co
                          cq:i32[] = mul cn d
                          cr:i32[] = add cq ch
                          cs:f64[] = index b cr
                          ct:f64[] = mul cp cs
                          cu:f64[] = add cm ct
                          yield cu
                        }
                        cv:f64[k] = update cg ci ck
                        yield cv
                      }
                      yield ce
                    }
                    yield bz
                  }
                  yield br
                }
                yield bj
              }
              return bb
            }
            """;

    private static void same(Func f, Func now) {
        for (int n : new int[] {-2, 0, 1, 3, 4, 5, 8, 11}) {
            int size = Math.max(n, 0) * Math.max(n, 0);
            for (int more : new int[] {0, 3}) {
                Same.computes(f, now, true, List.of(numbers(size + more, 1), numbers(size + more, 2), numbers(size + more, 3), Tensor.of(Lit.i32(n))));
            }
        }
    }

    private static Tensor numbers(int n, int seed) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(i * 1.3 + seed));
        return Tensor.of(x);
    }

    @Test
    void threeLoopsOfSix() {
        Func now = Same.run(List.of(new JoinedTiles()), TILES);
        assertEquals("cond(for(for(for)))", Same.skeleton(now), now::toString);
        same(Parser.parseFunc(TILES), now);
    }

    /** An array that is read as it is written, and a sum that sees its tile's number; of tiles that overlap the others are joined. */
    @ParameterizedTest
    @CsvSource(delimiter = '>', value = {"cp:f64[] = index a co > cp:f64[] = index cg co > for(for(for(for(for(for)))))",
        "ct:f64[] = mul cp cs > cv2:f64[] = convert[f64] bs; ct:f64[] = mul cp cv2 > for(for(for(for(for(for)))))", "bf:i32[] = add be 4:i32 > bf:i32[] = add be 5:i32 > for(cond(for(for(for))))"})
    void otherNests(String from, String to, String skeleton) {
        Func f = Parser.parseFunc(TILES.replace(from, to));
        Func now = new JoinedTiles().run(f);
        assertEquals(skeleton, Same.skeleton(now), now::toString);
        same(f, now);
    }
}
