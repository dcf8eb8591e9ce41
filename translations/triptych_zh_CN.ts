<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Causes</name>
    <message>
        <source>head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>all layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>%1 no longer looks at %2 (%3)</source>
        <translation>%1不再看%2（%3）</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>去掉 %1</translation>
    </message>
    <message>
        <source>%1 times %2</source>
        <translation>%1 乘以 %2</translation>
    </message>
    <message>
        <source>%1 looks at everything alike</source>
        <translation>%1 均匀地看一切</translation>
    </message>
    <message>
        <source>%1 erased</source>
        <translation>擦除%1</translation>
    </message>
    <message>
        <source>word %1</source>
        <translation>第 %1 个词</translation>
    </message>
    <message>
        <source>%1 becomes “%2”</source>
        <translation>%1变为“%2”</translation>
    </message>
    <message>
        <source>the picture</source>
        <translation>图像</translation>
    </message>
    <message numerus="yes">
        <source>%n patches</source>
        <translation>
            <numerusform>%n 个图块</numerusform>
        </translation>
    </message>
    <message>
        <source>the text</source>
        <translation>文本</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>the sound</source>
        <translation>声音</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove each head</source>
        <translation>逐个去掉头</translation>
    </message>
    <message>
        <source>Hide each word</source>
        <translation>逐个隐藏词</translation>
    </message>
    <message>
        <source>Hide each patch</source>
        <translation>逐个隐藏图块</translation>
    </message>
    <message>
        <source>Hide each moment</source>
        <translation>逐个隐藏时刻</translation>
    </message>
    <message>
        <source>Put back each word</source>
        <translation>逐个放回词</translation>
    </message>
    <message>
        <source>Leave out modalities</source>
        <translation>省去模态</translation>
    </message>
    <message>
        <source>Turn the decision</source>
        <translation>翻转判定</translation>
    </message>
    <message>
        <source>What each layer would write</source>
        <translation>每层会写什么</translation>
    </message>
    <message>
        <source>Turn it by other words</source>
        <translation>用其他词扭转判断</translation>
    </message>
    <message>
        <source>%1 as in %2 (%3)</source>
        <translation>%1 取自 %2（%3）</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头</translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n methods</source>
        <translation>
            <numerusform>%n 种方法</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n samples</source>
        <translation>
            <numerusform>%n 个样本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n texts</source>
        <translation>
            <numerusform>%n 段文本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>%n 个头</numerusform>
        </translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>第 %1 头</translation>
    </message>
    <message>
        <source>Mean of heads</source>
        <translation>各头平均</translation>
    </message>
    <message>
        <source>interventions</source>
        <translation>干预</translation>
    </message>
    <message numerus="yes">
        <source>%n states of the model</source>
        <translation>
            <numerusform>%n 种模型状态</numerusform>
        </translation>
    </message>
    <message>
        <source>Untouched</source>
        <translation>未改动</translation>
    </message>
    <message numerus="yes">
        <source>%n interventions</source>
        <translation>
            <numerusform>%n 项干预</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmbeddingMap</name>
    <message>
        <source>trustworthiness</source>
        <translation>可信度</translation>
    </message>
    <message>
        <source>continuity</source>
        <translation>连续性</translation>
    </message>
    <message>
        <source>%1 neighbours kept</source>
        <translation>保留的 %1 近邻</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>gap %1–%2</source>
        <translation>%1–%2 间隙</translation>
    </message>
    <message>
        <source>★ query</source>
        <translation>★ 查询</translation>
    </message>
    <message>
        <source>— pairs</source>
        <translation>— 配对</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>painted without OpenGL, which this display does not give</source>
        <translation>此显示环境不提供 OpenGL，改用绘图方式显示</translation>
    </message>
    <message>
        <source>Sample %1</source>
        <translation>样本 %1</translation>
    </message>
    <message>
        <source>rank %1, similarity %2</source>
        <translation>第 %1 名，相似度 %2</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>◇ shown sample</source>
        <translation>◇ 当前样本</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>Saliency (gradient)</source>
        <translation>显著性（梯度）</translation>
    </message>
    <message>
        <source>Integrated gradients</source>
        <translation>积分梯度</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>遮挡</translation>
    </message>
    <message>
        <source>How strongly the target answers to a small change of each pixel or moment.</source>
        <translation>每个像素或时刻稍有变化时，目标的反应有多强。</translation>
    </message>
    <message>
        <source>Each pixel&apos;s or moment&apos;s value times the target&apos;s answer to it; parts that speak against it are negative.</source>
        <translation>每个像素或时刻的值乘以目标对它的反应；不利的部分为负。</translation>
    </message>
    <message>
        <source>Gradients added up on the way from an empty input; the parts sum to what the input adds to the target.</source>
        <translation>从空输入出发沿途累加的梯度；各部分之和等于输入给目标带来的增量。</translation>
    </message>
    <message>
        <source>What the target loses when one patch or moment is hidden, one run for each.</source>
        <translation>逐一遮住图块或时刻，看目标损失多少，每次运行一遍。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Empty input</source>
        <translation>空输入</translation>
    </message>
    <message>
        <source>Quadrature</source>
        <translation>求积方法</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>Gauss-Legendre</source>
        <translation>高斯-勒让德</translation>
    </message>
    <message>
        <source>midpoints</source>
        <translation>中点</translation>
    </message>
    <message>
        <source>Raw attention</source>
        <translation>原始注意力</translation>
    </message>
    <message>
        <source>Attention rollout</source>
        <translation>注意力展开</translation>
    </message>
    <message>
        <source>Relevancy (Chefer)</source>
        <translation>相关性（Chefer）</translation>
    </message>
    <message>
        <source>What each unit looks at in one layer, after the softmax.</source>
        <translation>各单元在某一层中关注什么（softmax 之后）。</translation>
    </message>
    <message>
        <source>Attention followed through all layers, without regard to any target.</source>
        <translation>逐层连乘的注意力，与目标无关。</translation>
    </message>
    <message>
        <source>Attention weighted by its gradient toward the target, followed through the layers.</source>
        <translation>以对目标的梯度加权的注意力，逐层传播。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>舍去</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Preparing the inputs</source>
        <translation>正在准备输入</translation>
    </message>
    <message>
        <source>Running the model</source>
        <translation>正在运行模型</translation>
    </message>
    <message>
        <source>Explaining</source>
        <translation>正在解释</translation>
    </message>
    <message>
        <source>This input cannot be used</source>
        <translation>无法使用此输入</translation>
    </message>
    <message>
        <source>Change the sample or the settings and run again.</source>
        <translation>请更改样本或设置后重新运行。</translation>
    </message>
    <message>
        <source>A file is missing or cannot be read</source>
        <translation>文件缺失或无法读取</translation>
    </message>
    <message>
        <source>Check that it is still there and that you may read it.</source>
        <translation>请检查文件是否仍在，以及是否有读取权限。</translation>
    </message>
    <message>
        <source>A file is damaged or of another kind</source>
        <translation>文件损坏或类型不符</translation>
    </message>
    <message>
        <source>Open another file, or save this one anew in a usual format.</source>
        <translation>请打开其他文件，或用常见格式重新保存此文件。</translation>
    </message>
    <message>
        <source>The model&apos;s files do not fit together</source>
        <translation>模型的文件互不匹配</translation>
    </message>
    <message>
        <source>Choose another model, or fetch this one again.</source>
        <translation>请选择其他模型，或重新获取此模型。</translation>
    </message>
    <message>
        <source>This is not supported</source>
        <translation>不支持此操作</translation>
    </message>
    <message>
        <source>Choose another model, method or target.</source>
        <translation>请选择其他模型、方法或目标。</translation>
    </message>
    <message>
        <source>The file could run code and was not opened</source>
        <translation>该文件可能执行代码，因此未打开</translation>
    </message>
    <message>
        <source>The device is not available</source>
        <translation>设备不可用</translation>
    </message>
    <message>
        <source>Choose another device and run again.</source>
        <translation>请选择其他设备后重新运行。</translation>
    </message>
    <message>
        <source>There is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Close other programs, or use a smaller model or sample.</source>
        <translation>请关闭其他程序，或使用更小的模型或样本。</translation>
    </message>
    <message>
        <source>The model computed values that are not numbers</source>
        <translation>模型算出了非数值</translation>
    </message>
    <message>
        <source>Its weights may be damaged; choose another model.</source>
        <translation>其权重可能已损坏，请选择其他模型。</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Press Run to start again.</source>
        <translation>按“运行”重新开始。</translation>
    </message>
    <message>
        <source>Something went wrong in the program</source>
        <translation>程序内部出错</translation>
    </message>
    <message>
        <source>Copy the details and report them, please.</source>
        <translation>请复制详细信息并反馈。</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Built-in tri-modal</source>
        <translation>内置三模态</translation>
    </message>
    <message>
        <source>Built-in, attention not taught</source>
        <translation>内置，未教注意力</translation>
    </message>
    <message>
        <source>What the model is for</source>
        <translation>模型的用途</translation>
    </message>
    <message>
        <source>Match score</source>
        <translation>匹配分数</translation>
    </message>
    <message>
        <source>Similarity %1 – %2</source>
        <translation>相似度 %1 – %2</translation>
    </message>
    <message>
        <source>circle</source>
        <translation>圆</translation>
    </message>
    <message>
        <source>square</source>
        <translation>方块</translation>
    </message>
    <message>
        <source>triangle</source>
        <translation>三角</translation>
    </message>
    <message>
        <source>star</source>
        <translation>星</translation>
    </message>
    <message>
        <source>cross</source>
        <translation>十字</translation>
    </message>
    <message>
        <source>ring</source>
        <translation>环</translation>
    </message>
    <message>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>橙</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>teal</source>
        <translation>青</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>purple</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>pink</source>
        <translation>粉</translation>
    </message>
    <message>
        <source>Reading the weights</source>
        <translation>正在读取权重</translation>
    </message>
    <message>
        <source>Grad-ECLIP</source>
        <translation>Grad-ECLIP</translation>
    </message>
    <message>
        <source>LeGrad</source>
        <translation>LeGrad</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>SmoothGrad</source>
        <translation>SmoothGrad</translation>
    </message>
    <message>
        <source>RISE</source>
        <translation>RISE</translation>
    </message>
    <message>
        <source>LIME</source>
        <translation>LIME</translation>
    </message>
    <message>
        <source>KernelSHAP</source>
        <translation>KernelSHAP</translation>
    </message>
    <message>
        <source>Modality shares (MM-SHAP)</source>
        <translation>模态占比（MM-SHAP）</translation>
    </message>
    <message>
        <source>Pair interactions</source>
        <translation>成对交互</translation>
    </message>
    <message>
        <source>Values of the last attention, weighted by their gradient and by how alike query and keys are.</source>
        <translation>最后一层注意力的值，按其梯度以及查询与键的相似程度加权。</translation>
    </message>
    <message>
        <source>How a layer&apos;s attention changes the likeness of its tokens to the text, over the last layers.</source>
        <translation>最后几层中，每层的注意力如何改变其标记与文本的相似度。</translation>
    </message>
    <message>
        <source>Features of the last stage, weighted by how much the target rises with each of them.</source>
        <translation>最后阶段的特征，按目标随各特征升高的程度加权。</translation>
    </message>
    <message>
        <source>The gradient averaged over copies of the input with noise: what is left does not hang on a chance value of one pixel.</source>
        <translation>对加入噪声的多份输入取梯度平均：留下的部分不取决于某个像素的偶然取值。</translation>
    </message>
    <message>
        <source>Random masks, averaged by the target that they leave; one model run for each.</source>
        <translation>随机遮罩，按其保留的目标值加权平均；每个遮罩运行一次模型。</translation>
    </message>
    <message>
        <source>A linear model of the target over patches, words and moments that are there or not.</source>
        <translation>以图块、词和时刻的有无为变量的目标线性模型。</translation>
    </message>
    <message>
        <source>Shapley values of patches, words and moments, fitted over random coalitions of them.</source>
        <translation>图块、词和时刻的 Shapley 值，由它们的随机组合拟合得到。</translation>
    </message>
    <message>
        <source>Shapley values by permutations, and how much each modality has of them.</source>
        <translation>按排列计算的 Shapley 值，以及各模态所占的份额。</translation>
    </message>
    <message>
        <source>What a word and a patch, or a word and a moment, give the target together beyond what each gives alone.</source>
        <translation>词与图块、或词与时刻共同带给目标的、超出各自单独贡献的部分。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Last layers</source>
        <translation>最后几层</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>遮罩数</translation>
    </message>
    <message>
        <source>Share kept</source>
        <translation>保留比例</translation>
    </message>
    <message>
        <source>Nearness</source>
        <translation>邻近度</translation>
    </message>
    <message>
        <source>Ridge</source>
        <translation>岭参数</translation>
    </message>
    <message>
        <source>Permutations</source>
        <translation>排列数</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>their neighbours</source>
        <translation>邻近像素</translation>
    </message>
    <message>
        <source>all heads</source>
        <translation>所有头</translation>
    </message>
    <message>
        <source>mean of squares</source>
        <translation>平方的均值</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>分量数</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻数</translation>
    </message>
    <message>
        <source>Least gap</source>
        <translation>最小间距</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入空间</translation>
    </message>
    <message>
        <source>Finding neighbours</source>
        <translation>寻找近邻</translation>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation>布局地图</translation>
    </message>
    <message>
        <source>Measuring quality</source>
        <translation>测量质量</translation>
    </message>
    <message>
        <source>Comparing modalities</source>
        <translation>比较模态</translation>
    </message>
    <message>
        <source>Building the index</source>
        <translation>建立索引</translation>
    </message>
    <message>
        <source>Ranking again</source>
        <translation>重新排序</translation>
    </message>
    <message>
        <source>Judging retrieval</source>
        <translation>评估检索</translation>
    </message>
    <message>
        <source>Convert it to safetensors, or add its SHA-256 to the trusted programs.</source>
        <translation>将其转换为 safetensors，或把它的 SHA-256 加入受信任的程序。</translation>
    </message>
    <message>
        <source>Hidden as</source>
        <translation>隐藏为</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>按发表的做法</translation>
    </message>
    <message>
        <source>Attention flow</source>
        <translation>注意力流</translation>
    </message>
    <message>
        <source>CLIP Surgery</source>
        <translation>CLIP Surgery</translation>
    </message>
    <message>
        <source>Likeness of patches</source>
        <translation>图块相似度</translation>
    </message>
    <message>
        <source>The most attention that can flow from the output to a token; it does not depend on the target&apos;s value.</source>
        <translation>从输出能流到某个词元的最大注意力；与目标的取值无关。</translation>
    </message>
    <message>
        <source>Patches compared with the text, after last layers in which values look at values.</source>
        <translation>在最后几层中让值看值，再把图块与文本比较。</translation>
    </message>
    <message>
        <source>How like the text each patch is by itself, in the space in which images and texts are compared.</source>
        <translation>在比较图像与文本的空间中，每个图块自身与文本有多相似。</translation>
    </message>
    <message>
        <source>Layers of text</source>
        <translation>文本层数</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Sinks</source>
        <translation>汇聚点</translation>
    </message>
    <message>
        <source>Sink from</source>
        <translation>汇聚点阈值</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>without the common</source>
        <translation>去掉共有部分</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>Changing the model</source>
        <translation>正在改变模型</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>格数</translation>
    </message>
    <message>
        <source>AttnLRP</source>
        <translation>AttnLRP</translation>
    </message>
    <message>
        <source>Hands the target&apos;s value back through every layer, so that what the parts receive adds up to it; parts that speak against it are negative.</source>
        <translation>把目标的数值逐层向回分配，各部分所得之和即为该数值；与目标相悖的部分为负。</translation>
    </message>
    <message>
        <source>Layer-wise relevance propagation is patented. Its inventors allow personal and scientific use; ask them before any other.</source>
        <translation>逐层相关性传播受专利保护。发明人允许个人与科研使用；其他用途请先征得其同意。</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>values only</source>
        <translation>仅值</translation>
    </message>
    <message>
        <source>in full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Embedding regions</source>
        <translation>正在嵌入区域</translation>
    </message>
    <message>
        <source>Embedding words</source>
        <translation>正在嵌入词语</translation>
    </message>
    <message>
        <source>Written %1: “%2”</source>
        <comment>number and text of a token</comment>
        <translation>写出的第 %1 个词元：“%2”</translation>
    </message>
    <message>
        <source>Logit lens</source>
        <translation>Logit lens（逐层解码）</translation>
    </message>
    <message>
        <source>Input × gradient</source>
        <translation>输入 × 梯度</translation>
    </message>
    <message>
        <source>How likely the explained word would be written at each token that the decoder read before it.</source>
        <translation>解码器在写出被解释的词之前读到的每个词元处，写出该词的可能性。</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>min %1 · max %2 · sum %3</source>
        <translation>最小 %1 · 最大 %2 · 总和 %3</translation>
    </message>
    <message>
        <source>Relevance toward %1</source>
        <translation>对 %1 的相关性</translation>
    </message>
    <message>
        <source>What “%1” looks at</source>
        <translation>“%1”关注什么</translation>
    </message>
    <message>
        <source>What looks at “%1”</source>
        <translation>什么在关注“%1”</translation>
    </message>
    <message>
        <source>%1, %2, method %3, target %4 = %5</source>
        <translation>%1，%2，方法 %3，目标 %4 = %5</translation>
    </message>
</context>
<context>
    <name>ModelRows</name>
    <message>
        <source>%1 · %2 in memory · %3</source>
        <comment>family, size, device</comment>
        <translation>%1 · 内存中 %2 · %3</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>comes with the program</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>在内存中</translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation>最近的文件夹</translation>
    </message>
    <message>
        <source>The folder is not there; choose it anew</source>
        <translation>文件夹不存在；选择此项可重新指定</translation>
    </message>
</context>
<context>
    <name>NearMiss</name>
    <message>
        <source>%1 %2</source>
        <comment>red ring, small red ring</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>no %1</source>
        <translation>没有%1</translation>
    </message>
    <message>
        <source>only %1 %2</source>
        <comment>a count and an object: only 1 red ring</comment>
        <translation>只有 %1 个%2</translation>
    </message>
</context>
<context>
    <name>NumberText</name>
    <message>
        <source>%1–%2 s</source>
        <comment>a stretch of time in seconds</comment>
        <translation>%1–%2 秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>a time in seconds</comment>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message>
        <source>Deletion</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Insertion</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Randomisation</source>
        <translation>参数随机化</translation>
    </message>
    <message>
        <source>most relevant removed first</source>
        <translation>最相关者先移除</translation>
    </message>
    <message>
        <source>most relevant shown first</source>
        <translation>最相关者先显示</translation>
    </message>
    <message>
        <source>replaced by zero</source>
        <translation>以零代替</translation>
    </message>
    <message>
        <source>on the blurred picture</source>
        <translation>在模糊图像上</translation>
    </message>
    <message>
        <source>filled in from neighbours</source>
        <translation>由相邻处填补</translation>
    </message>
    <message numerus="yes">
        <source>%n units a step</source>
        <translation>
            <numerusform>每步 %n 个单元</numerusform>
        </translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>越低越好</translation>
    </message>
    <message>
        <source>higher is better</source>
        <translation>越高越好</translation>
    </message>
    <message>
        <source>in random order %1 (mean of %2)</source>
        <translation>随机顺序为 %1（%2 次平均）</translation>
    </message>
    <message>
        <source>target: %1</source>
        <translation>目标：%1</translation>
    </message>
    <message>
        <source>Passes randomisation</source>
        <translation>通过参数随机化检验</translation>
    </message>
    <message>
        <source>Fails randomisation</source>
        <translation>未通过参数随机化检验</translation>
    </message>
    <message>
        <source>output to input, %1 resets, free parameters too; |Spearman|, fails above %2</source>
        <translation>从输出到输入，重置 %1 次，含自由参数；|斯皮尔曼|，高于 %2 即未通过</translation>
    </message>
</context>
<context>
    <name>SampleIntake</name>
    <message>
        <source>Everything known</source>
        <translation>所有已知类型</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>SettingsHistory</name>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>addition to the sample</source>
        <translation>样本中添加的内容</translation>
    </message>
    <message>
        <source>method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>intervention</source>
        <translation>干预</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>parameter of the method</source>
        <translation>方法参数</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>view setting</source>
        <translation>视图设置</translation>
    </message>
    <message>
        <source>removal of a sample</source>
        <translation>移除样本</translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>wave</source>
        <translation>波形</translation>
    </message>
    <message>
        <source>heat</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Layers × heads</source>
        <translation>层 × 头</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>因果</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>路径</translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>What one sample&apos;s words, regions and moments look at</source>
        <translation>一个样本的词、区域与时刻关注什么</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Methods, models, samples, layers and heads side by side</source>
        <translation>方法、模型、样本、层和头并排显示</translation>
    </message>
    <message>
        <source>Embed</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Where images, texts and sounds lie in the model&apos;s space</source>
        <translation>图像、文本和声音在模型空间中的位置</translation>
    </message>
    <message>
        <source>Retrieve</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>What the model finds for a sentence, an image or a sound</source>
        <translation>模型为一句话、一幅图像或一段声音找到的内容</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::Actions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open sample &amp;library</source>
        <translation>打开样本库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>保存项目(&amp;S)</translation>
    </message>
    <message>
        <source>Save project &amp;as…</source>
        <translation>项目另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Export figure…</source>
        <translation>导出图(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Copy figure</source>
        <translation>复制图(&amp;C)</translation>
    </message>
    <message>
        <source>C&amp;lear selection</source>
        <translation>清除选择(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Find sample</source>
        <translation>查找样本(&amp;F)</translation>
    </message>
    <message>
        <source>Co&amp;mmands…</source>
        <translation>命令(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Samples</source>
        <translation>样本(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Explanation</source>
        <translation>解释(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>E&amp;nlarge the view under the cursor</source>
        <translation>放大光标下的视图(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Next sample</source>
        <translation>下一个样本(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous sample</source>
        <translation>上一个样本(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Cancel the run</source>
        <translation>取消运行(&amp;C)</translation>
    </message>
    <message>
        <source>P&amp;lay or pause the sound</source>
        <translation>播放或暂停声音(&amp;L)</translation>
    </message>
    <message>
        <source>Next la&amp;yer</source>
        <translation>下一层(&amp;Y)</translation>
    </message>
    <message>
        <source>Previous l&amp;ayer</source>
        <translation>上一层(&amp;A)</translation>
    </message>
    <message>
        <source>Next &amp;head</source>
        <translation>下一个头(&amp;H)</translation>
    </message>
    <message>
        <source>Previous h&amp;ead</source>
        <translation>上一个头(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;About Triptych</source>
        <translation>关于 Triptych(&amp;A)</translation>
    </message>
    <message>
        <source>Open &amp;model folder…</source>
        <translation>打开模型文件夹(&amp;M)…</translation>
    </message>
    <message>
        <source>Choose &amp;model…</source>
        <translation>选择模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Model &amp;details</source>
        <translation>模型详情(&amp;D)</translation>
    </message>
    <message>
        <source>Go &amp;back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>Go &amp;forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::AgreementMatrix</name>
    <message>
        <source>%1 and %2: %3</source>
        <comment>letters, agreement</comment>
        <translation>%1 与 %2：%3</translation>
    </message>
    <message>
        <source>nothing to compare</source>
        <translation>无可比较</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::AttentionOverviewView</name>
    <message>
        <source>map</source>
        <translation>图</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>cross-modal</source>
        <translation>跨模态</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>汇聚</translation>
    </message>
    <message>
        <source>z (entropy)</source>
        <translation>z（熵）</translation>
    </message>
    <message>
        <source>Trace name of the attention map</source>
        <translation>注意力图的跟踪名称</translation>
    </message>
    <message>
        <source>Counted from 1</source>
        <translation>从 1 开始计数</translation>
    </message>
    <message>
        <source>Mean entropy of a row, divided by its largest: 0 looks at one thing, 1 at all alike</source>
        <translation>每行熵的平均值除以其最大值：0 表示只看一处，1 表示均匀地看所有处</translation>
    </message>
    <message>
        <source>Share of the attention that ends on another modality</source>
        <translation>落在另一模态上的注意力份额</translation>
    </message>
    <message>
        <source>Mean distance between what looks and what it looks at within a modality, in patches, tokens or frames</source>
        <translation>同一模态内查询与其所看对象的平均距离，以图块、词元或帧计</translation>
    </message>
    <message>
        <source>Largest share of all attention that one token receives</source>
        <translation>单个词元得到的最大注意力份额</translation>
    </message>
    <message>
        <source>Entropy in standard deviations from the mean of all heads</source>
        <translation>熵与所有头平均值相差的标准差倍数</translation>
    </message>
    <message>
        <source>Statistics of all heads</source>
        <translation>所有头的统计</translation>
    </message>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>%n 个头</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: this map joins nothing that the panels show</source>
        <translation>%1：此图不连接面板所显示的内容</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::AudioPanel</name>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Copy the figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Position in the sound</source>
        <translation>声音中的位置</translation>
    </message>
    <message>
        <source>Sound: arrow keys step over the frames, Return pins one</source>
        <translation>声音：方向键逐帧移动，回车键固定一帧</translation>
    </message>
    <message>
        <source>Play or pause (Space)</source>
        <translation>播放或暂停（空格键）</translation>
    </message>
    <message>
        <source>This machine has no audio device, so the sound cannot be played.</source>
        <translation>本机没有音频设备，无法播放声音。</translation>
    </message>
    <message>
        <source>%1 kHz · %2</source>
        <comment>sample rate, duration</comment>
        <translation>%1 kHz · %2</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>没有数值</translation>
    </message>
    <message>
        <source>max %1 · sum %2</source>
        <translation>最大 %1 · 总和 %2</translation>
    </message>
    <message>
        <source>Raw values of the frames, before any scaling</source>
        <translation>各帧的原始值，未经缩放</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CausesView</name>
    <message>
        <source>Knock out the look</source>
        <translation>切断注视</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Swap the word…</source>
        <translation>替换该词…</translation>
    </message>
    <message>
        <source>Remove the head</source>
        <translation>去掉该头</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Take back all interventions</source>
        <translation>撤回所有干预</translation>
    </message>
    <message>
        <source>another word, then Enter</source>
        <translation>输入另一个词，然后按回车</translation>
    </message>
    <message>
        <source>Nothing is changed. Click a word, then knock out its look at the region that lights up; the score before and after stands here.</source>
        <translation>尚无改动。点击一个词，再切断它对亮起区域的注视；此处会显示前后的得分。</translation>
    </message>
    <message>
        <source>%1 looks at %2</source>
        <translation>%1看%2</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>未选中任何内容。</translation>
    </message>
    <message>
        <source>In all layers and heads, as if it had been masked</source>
        <translation>在所有层和头中，如同被遮蔽一样</translation>
    </message>
    <message>
        <source>Click a word or a moment first; shift-click or drag a region to choose another one</source>
        <translation>请先点击一个词或时刻；按住 Shift 点击或拖动可另选区域</translation>
    </message>
    <message>
        <source>Click words, patches or moments first</source>
        <translation>请先点击词、图块或时刻</translation>
    </message>
    <message>
        <source>Words become unknown, patches grey, moments silent</source>
        <translation>词变为未知，图块变灰，时刻变为静音</translation>
    </message>
    <message>
        <source>Writes the one selected word anew</source>
        <translation>重写选中的那个词</translation>
    </message>
    <message>
        <source>The head of the layer that is shown passes nothing on</source>
        <translation>所示层的该头不再传递任何信息</translation>
    </message>
    <message>
        <source>Show one head of raw attention first: click it in Layers × heads</source>
        <translation>请先显示原始注意力的某个头：在“层 × 头”中点击它</translation>
    </message>
    <message>
        <source>Take it from another sample</source>
        <translation>换成另一样本的激活</translation>
    </message>
    <message>
        <source>What the model computed there for another sample takes the place of its own: in all layers, or in the layer of raw attention that is shown</source>
        <translation>用模型对另一样本在此处的计算结果取而代之：所有层，或当前显示的原始注意力所在的层</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ColourSection</name>
    <message>
        <source>signed</source>
        <translation>正负</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>色图</translation>
    </message>
    <message>
        <source>per map</source>
        <translation>各图</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Each map runs to its own maximum</source>
        <translation>每张图以自身最大值为上限</translation>
    </message>
    <message>
        <source>All maps run to the same value, so they compare</source>
        <translation>所有图使用同一上限，便于比较</translation>
    </message>
    <message>
        <source>Raw value at the end of the colour scale</source>
        <translation>色标上限的原始值</translation>
    </message>
    <message>
        <source>Opacity of the heat over the picture</source>
        <translation>热力图在图像上的不透明度</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Show the grid of patches</source>
        <translation>显示图块网格</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Outline the strongest region</source>
        <translation>勾出最强的区域</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CommandPalette</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type a command, a method, a model or a sample</source>
        <translation>输入命令、方法、模型或样本</translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation>没有匹配项。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CompareCell</name>
    <message>
        <source>Cell %1: %2, %3</source>
        <comment>letter, row, column</comment>
        <translation>单元格 %1：%2，%3</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>hover shared by all cells · %1</source>
        <comment>values of two cells</comment>
        <translation>所有单元格共享指针 · %1</translation>
    </message>
    <message>
        <source>out of date</source>
        <translation>已过时</translation>
    </message>
    <message>
        <source>✓ pointing, in mask %1</source>
        <translation>✓ 指中，掩膜内 %1</translation>
    </message>
    <message>
        <source>✗ pointing, in mask %1</source>
        <translation>✗ 未指中，掩膜内 %1</translation>
    </message>
    <message>
        <source>toward the score</source>
        <translation>对分数的相关性</translation>
    </message>
    <message>
        <source>score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>no map</source>
        <translation>无图</translation>
    </message>
    <message>
        <source>sum %1   max %2</source>
        <comment>raw figures of a map</comment>
        <translation>总和 %1   最大 %2</translation>
    </message>
    <message>
        <source>✓ pointing</source>
        <translation>✓ 指中</translation>
    </message>
    <message>
        <source>✗ pointing</source>
        <translation>✗ 未指中</translation>
    </message>
    <message>
        <source>in mask</source>
        <translation>掩膜内</translation>
    </message>
    <message>
        <source>deletion</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>insertion</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>✓ randomisation</source>
        <translation>✓ 随机化</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>测量中…</translation>
    </message>
    <message>
        <source>quality not measured</source>
        <translation>未测量质量</translation>
    </message>
    <message>
        <source>Measuring this map takes about %1 s; the button above the grid starts it.</source>
        <translation>测量此图约需 %1 秒；点击网格上方的按钮开始。</translation>
    </message>
    <message>
        <source>The quality of this map is measured after those before it.</source>
        <translation>此图的质量将在前面各图之后测量。</translation>
    </message>
    <message>
        <source>, in random order %1</source>
        <translation>，随机顺序 %1</translation>
    </message>
    <message>
        <source>✗ fails randomisation</source>
        <translation>✗ 未通过随机化</translation>
    </message>
    <message>
        <source>✗ fails rand.</source>
        <translation>✗ 未通过</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CompareGrid</name>
    <message>
        <source>%1 × %2 patches</source>
        <comment>columns, rows</comment>
        <translation>%1 × %2 图块</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CompareWorkspace</name>
    <message>
        <source>%1 × %2</source>
        <comment>rows, columns</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>sample %1</source>
        <translation>样本 %1</translation>
    </message>
    <message>
        <source>“%1” looks at</source>
        <translation>“%1”看向</translation>
    </message>
    <message>
        <source>“%1” is looked at by</source>
        <translation>“%1”被看向</translation>
    </message>
    <message>
        <source>a stretch of the sound looks at</source>
        <translation>一段声音看向</translation>
    </message>
    <message>
        <source>what the score rests on</source>
        <translation>分数的依据</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>已完成 %1 / %2</translation>
    </message>
    <message>
        <source>Pick a sample on the left, or drop an image, a sentence or a sound here.</source>
        <translation>在左侧选择样本，或将图像、句子或声音拖放到此处。</translation>
    </message>
    <message>
        <source>Layers and heads are known as soon as the model has run on this sample and kept its attention.</source>
        <translation>模型在此样本上运行并保留注意力后，即可知道层和头。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Run failed and cancelled cells again</source>
        <translation>重新运行失败和已取消的单元格</translation>
    </message>
    <message>
        <source>Fit all pictures</source>
        <translation>所有图片适合窗口</translation>
    </message>
    <message>
        <source>Copy the grid as it is seen</source>
        <translation>按所见复制网格</translation>
    </message>
    <message>
        <source>quality of %1 of %2 maps measured</source>
        <translation>已测量 %1 / %2 个图的质量</translation>
    </message>
    <message>
        <source>Measure the quality of all maps, which takes about %1 s</source>
        <translation>测量所有图的质量，约需 %1 秒</translation>
    </message>
    <message>
        <source>Cancel all cells that wait or run, and what is measured of them</source>
        <translation>取消所有等待或运行中的单元格及其质量测量</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ComparisonPanel</name>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>letter, row, column</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 and %2: Spearman %3, strongest tenth shared %4 (by chance 0.1)</source>
        <translation>%1 与 %2：斯皮尔曼 %3，最强十分之一重合 %4（随机为 0.1）</translation>
    </message>
    <message>
        <source>both maps read on %1 × %2 points of the picture</source>
        <translation>两图均在图片的 %1 × %2 个点上读取</translation>
    </message>
    <message>
        <source>both maps on their own grid</source>
        <translation>两图均在各自网格上</translation>
    </message>
    <message>
        <source>%1, signed values kept, %2</source>
        <comment>grid, scale</comment>
        <translation>%1，保留正负号，%2</translation>
    </message>
    <message>
        <source>raw values</source>
        <translation>原始值</translation>
    </message>
    <message>
        <source>shares of the sum</source>
        <translation>占总和的份额</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>minus</source>
        <translation>减</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换</translation>
    </message>
    <message>
        <source>A: click a cell to choose it</source>
        <translation>A：单击单元格选择</translation>
    </message>
    <message>
        <source>The cell that is taken away: shift-click a cell to choose it</source>
        <translation>被减的单元格：按住 Shift 单击选择</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>rank ρ</source>
        <translation>秩 ρ</translation>
    </message>
    <message>
        <source>top 10 %</source>
        <translation>前 10 %</translation>
    </message>
    <message>
        <source>Spearman&apos;s rank correlation of two maps</source>
        <translation>两图的斯皮尔曼秩相关</translation>
    </message>
    <message>
        <source>Share of the strongest tenth of the cells that two maps have in common</source>
        <translation>两图最强的十分之一格中共有的份额</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CorpusPanel</name>
    <message>
        <source>Embed a folder, or open a corpus</source>
        <translation>嵌入文件夹，或打开语料库</translation>
    </message>
    <message>
        <source>Paused; goes on where it stopped.</source>
        <translation>已暂停；将从停下处继续。</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>No corpus yet.</source>
        <translation>尚无语料库。</translation>
    </message>
    <message>
        <source>could not be embedded: %1</source>
        <translation>无法嵌入：%1</translation>
    </message>
    <message>
        <source>Stopped and kept before its end.</source>
        <translation>提前停止并保留。</translation>
    </message>
    <message>
        <source>Of the %1 nearest neighbours in the full space, %2 % are near in this map too. Click a point: lines go to its true neighbours, wherever the map put them.</source>
        <translation>完整空间中的 %1 个最近邻里，%2 % 在此图中也相近。点击一个点：连线指向它的真实近邻，无论它们在图中何处。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>停止并保留</translation>
    </message>
    <message>
        <source>Lay out again</source>
        <translation>重新布局</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>语料库</translation>
    </message>
    <message>
        <source>Embed all images, texts and sounds of a folder, or open a corpus that was made before</source>
        <translation>嵌入文件夹中的所有图像、文本和声音，或打开以前制作的语料库</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Projection</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>with regions of the pictures and words of the texts</source>
        <translation>含图片区域和文本词语</translation>
    </message>
    <message>
        <source>So many items begin with PCA, which takes seconds. UMAP and t-SNE take minutes or hours; they show what they have while they run and can be stopped and kept.</source>
        <translation>条目如此之多时先用 PCA，只需数秒。UMAP 与 t-SNE 需要数分钟或数小时；运行时会显示已有结果，可随时停止并保留。</translation>
    </message>
    <message>
        <source>by size</source>
        <comment>number of epochs</comment>
        <translation>按规模</translation>
    </message>
    <message>
        <source>Looking for files…</source>
        <translation>正在查找文件…</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 张图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n texts</source>
        <translation>
            <numerusform>%n 条文本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sounds</source>
        <translation>
            <numerusform>%n 段音频</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n samples join items of several kinds</source>
        <translation>
            <numerusform>%n 个样本含多种模态</numerusform>
        </translation>
    </message>
    <message>
        <source>The means of %1 and %2 lie %3 apart.</source>
        <translation>%1与%2的均值相距 %3。</translation>
    </message>
    <message>
        <source>A plane tells %1 % of them apart (50 % is chance).</source>
        <translation>一个平面能区分其中 %1 %（50 % 为随机）。</translation>
    </message>
    <message>
        <source>Both are spread alike (discrepancy below %1).</source>
        <translation>两者分布相同（差异低于 %1）。</translation>
    </message>
    <message>
        <source>Their spreads differ by %1 (discrepancy; 0: alike).</source>
        <translation>两者分布的差异为 %1（0：分布相同）。</translation>
    </message>
    <message>
        <source>Embed samples</source>
        <translation>嵌入样本</translation>
    </message>
    <message>
        <source>Embed the open samples by the model in use; what was embedded before is opened</source>
        <translation>用当前模型嵌入已打开的样本；嵌入过的会直接打开</translation>
    </message>
    <message>
        <source>Embed a folder…</source>
        <translation>嵌入文件夹…</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>one sentence behind another</comment>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::DeviceButton</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>A GPU where one can be used, else the processor</source>
        <translation>可用时使用 GPU，否则使用处理器</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <comment>memory</comment>
        <translation>可用 %1，共 %2</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>Device: %1</source>
        <translation>设备：%1</translation>
    </message>
    <message>
        <source>%1. Click to choose the device that runs the model.</source>
        <translation>%1。单击选择运行模型的设备。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::DifferenceView</name>
    <message>
        <source>≤ −%1, %2 more</source>
        <comment>clip, letter</comment>
        <translation>≤ −%1，%2 更多</translation>
    </message>
    <message>
        <source>%2 more, ≥ +%1</source>
        <comment>clip, letter</comment>
        <translation>%2 更多，≥ +%1</translation>
    </message>
    <message>
        <source>raw min %1   max %2   sum %3</source>
        <translation>原始最小 %1   最大 %2   总和 %3</translation>
    </message>
    <message>
        <source>Click a cell to make it A, shift-click another: their difference is drawn here as soon as both have a map of the same modality.</source>
        <translation>单击一个单元格作为 A，按住 Shift 单击另一个：两者有同一模态的图时，差异会画在这里。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::Dock</name>
    <message>
        <source>Float or dock this panel</source>
        <translation>浮动或停靠此面板</translation>
    </message>
    <message>
        <source>Close this panel; the View menu brings it back</source>
        <translation>关闭此面板；可从“视图”菜单重新打开</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::Document</name>
    <message>
        <source>untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>sample project</source>
        <translation>样本项目</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ExpandButton</name>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ExplanationDock</name>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Copy the figure to the clipboard (Ctrl+C)</source>
        <translation>将图复制到剪贴板（Ctrl+C）</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Save the figure as PNG, PDF or SVG at a chosen size</source>
        <translation>以选定尺寸将图保存为 PNG、PDF 或 SVG</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::FigureDialog</name>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>Save figure</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Pictures at</source>
        <translation>图片分辨率</translation>
    </message>
    <message>
        <source>Resolution of pictures</source>
        <translation>图片的分辨率</translation>
    </message>
    <message>
        <source>Dots per inch of a PNG; PDF and SVG keep lines and words as such</source>
        <translation>PNG 的每英寸点数；PDF 和 SVG 中线条和文字保持矢量</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::FindingModel</name>
    <message>
        <source>image and text hardly fit</source>
        <translation>图文几乎不符</translation>
    </message>
    <message>
        <source>nearly the same</source>
        <translation>几乎相同</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Found instead</source>
        <translation>误找到</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>疑点</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Whose own item does not come first</source>
        <translation>其对应条目不在首位的查询</translation>
    </message>
    <message>
        <source>The item that comes first</source>
        <translation>排在首位的条目</translation>
    </message>
    <message>
        <source>Similarity of what was found</source>
        <translation>找到的条目的相似度</translation>
    </message>
    <message>
        <source>Similarity of the query&apos;s own item</source>
        <translation>查询对应条目的相似度</translation>
    </message>
    <message>
        <source>Rank of the query&apos;s own item</source>
        <translation>查询对应条目的名次</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确项</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::GridControls</name>
    <message numerus="yes">
        <source>Up to %n cells in all</source>
        <translation>
            <numerusform>总共最多 %n 个单元格</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose what is shown</source>
        <translation>选择显示的内容</translation>
    </message>
    <message>
        <source>What the rows run through</source>
        <translation>各行遍历的内容</translation>
    </message>
    <message>
        <source>What the columns run through</source>
        <translation>各列遍历的内容</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>per cell</source>
        <translation>逐格</translation>
    </message>
    <message>
        <source>One colour range for the whole grid</source>
        <translation>整个网格使用同一颜色范围</translation>
    </message>
    <message>
        <source>A colour range for each cell</source>
        <translation>每个单元格各自的颜色范围</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>The method&apos;s own values: comparable where cells share method and model</source>
        <translation>方法自身的数值：方法和模型相同时可比较</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对</translation>
    </message>
    <message>
        <source>Relative to a map that is even everywhere: 1 is as much as there, 2 twice as much; comparable across methods and grids</source>
        <translation>相对于处处均匀的图：1 为与之相同，2 为其两倍；可跨方法与网格比较</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::GrowingText</name>
    <message>
        <source>The model writes</source>
        <translation>模型写道</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::HeadButtons</name>
    <message>
        <source>Attention head %1</source>
        <translation>注意力头 %1</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::HeatLegend</name>
    <message>
        <source>Minimum %1, maximum %2, sum %3</source>
        <translation>最小值 %1，最大值 %2，总和 %3</translation>
    </message>
    <message>
        <source>Raw values of the patches, before any scaling. Click copies them in full.</source>
        <translation>各图块的原始值，未经缩放。单击可完整复制。</translation>
    </message>
    <message>
        <source>min %1</source>
        <translation>最小 %1</translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>outline %1</source>
        <translation>轮廓 %1</translation>
    </message>
    <message>
        <source>sum over patches</source>
        <translation>图块总和</translation>
    </message>
    <message>
        <source>in the outline</source>
        <translation>轮廓内</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::HistogramView</name>
    <message>
        <source>from %1 to %2, mean %3</source>
        <translation>从 %1 到 %2，均值 %3</translation>
    </message>
    <message>
        <source>values</source>
        <translation>数值个数</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零的个数</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>非有限值</translation>
    </message>
    <message>
        <source>This tensor holds no finite value.</source>
        <translation>此张量不含有限值。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::HitGallery</name>
    <message>
        <source>The corpus is being embedded.</source>
        <translation>正在嵌入语料库。</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>正在搜索</translation>
    </message>
    <message>
        <source>Type what you look for, or drop an image or a sound here.</source>
        <translation>输入要找的内容，或将图像、声音拖到此处。</translation>
    </message>
    <message>
        <source>Nothing of this kind is in the corpus.</source>
        <translation>语料库中没有这类条目。</translation>
    </message>
    <message>
        <source>match %1</source>
        <translation>匹配 %1</translation>
    </message>
    <message>
        <source>whole %1</source>
        <translation>整体 %1</translation>
    </message>
    <message>
        <source>best region %1</source>
        <translation>最佳区域 %1</translation>
    </message>
    <message>
        <source>word by word %1</source>
        <translation>逐词 %1</translation>
    </message>
    <message>
        <source>belongs to the query&apos;s own sample</source>
        <translation>属于查询所在的样本</translation>
    </message>
    <message>
        <source>Embed anew by the model in use</source>
        <translation>用当前模型重新嵌入</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ImageCanvas</name>
    <message>
        <source>%1 · %2</source>
        <comment>place and value under the cursor</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>patch %1 · %2</source>
        <comment>place and value under the cursor</comment>
        <translation>图块 %1 · %2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ImageChoices</name>
    <message>
        <source>Images of the sample: arrow keys choose the one that is explained</source>
        <translation>样本的图像：用方向键选择要解释的一幅</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ImagePanel</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Fit the picture to the panel</source>
        <translation>使图像适合面板</translation>
    </message>
    <message>
        <source>Show the patches</source>
        <translation>显示图块</translation>
    </message>
    <message>
        <source>Copy the figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>%1 × %2 px · %3 × %4 patches</source>
        <comment>width, height, columns, rows</comment>
        <translation>%1 × %2 像素 · %3 × %4 图块</translation>
    </message>
    <message>
        <source>Picture: arrow keys move over the patches, Return pins one</source>
        <translation>图像：方向键在图块间移动，回车键固定一块</translation>
    </message>
    <message>
        <source>Legend of the picture&apos;s heat</source>
        <translation>图像热力的图例</translation>
    </message>
    <message>
        <source>%1 × %2 px · %3</source>
        <comment>width, height, count of regions</comment>
        <translation>%1 × %2 像素 · %3</translation>
    </message>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
    <message>
        <source>Drag a line around a region instead of a rectangle</source>
        <translation>拖动画线圈选区域，代替矩形</translation>
    </message>
    <message numerus="yes">
        <source>%n regions, no picture of them</source>
        <translation>
            <numerusform>%n 个区域，没有对应的图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n interventions</source>
        <translation>
            <numerusform> · %n 项干预</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::InterventionList</name>
    <message>
        <source>Take this back</source>
        <translation>撤回此项</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::JudgementView</name>
    <message>
        <source>Judging the corpus</source>
        <translation>正在评估语料库</translation>
    </message>
    <message>
        <source>Every query finds its own item first.</source>
        <translation>每个查询都首先找到自己的条目。</translation>
    </message>
    <message>
        <source>No pair is doubtful and no item is there twice.</source>
        <translation>没有可疑的配对，也没有重复的条目。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1到%2</translation>
    </message>
    <message>
        <source>%1 could not be written; choose another folder.</source>
        <translation>无法写入 %1；请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Save the doubtful items as CSV</source>
        <translation>将可疑条目存为 CSV</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已存为 %1</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Nearest wrong</source>
        <translation>最近的错误</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>Every item as a query; means with 95 % intervals</source>
        <translation>每个条目作为查询；均值与 95 % 区间</translation>
    </message>
    <message>
        <source>Queries whose best hit is another sample&apos;s, by the largest margin first</source>
        <translation>最佳结果属于其他样本的查询，差距最大者在前</translation>
    </message>
    <message>
        <source>Pairs that hardly fit and items that are there twice</source>
        <translation>几乎不符的配对与重复的条目</translation>
    </message>
    <message>
        <source>From which kind of item to which</source>
        <translation>从哪类条目到哪类条目</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::LayersHeadsView</name>
    <message>
        <source>one range, max %1</source>
        <translation>统一范围，最大 %1</translation>
    </message>
    <message>
        <source>All maps share one range from 0 to the largest raw value of any of them.</source>
        <translation>所有图共用从 0 到其中最大原始值的范围。</translation>
    </message>
    <message>
        <source>maximum %1, sum %2</source>
        <translation>最大值 %1，总和 %2</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>to image</source>
        <translation>到图像</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>No attention was watched in this run. Choose a method that needs it, then run again.</source>
        <translation>本次运行未记录注意力。请选择需要它的方法后重新运行。</translation>
    </message>
    <message>
        <source>Run through the layers</source>
        <translation>逐层播放</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>What the small maps show</source>
        <translation>小图显示的内容</translation>
    </message>
    <message>
        <source>to words</source>
        <translation>到词</translation>
    </message>
    <message>
        <source>to sound</source>
        <translation>到声音</translation>
    </message>
    <message>
        <source>pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>The attention of this run belongs to no image, text or sound of the sample.</source>
        <translation>此次运行的注意力不属于样本的任何图像、文本或声音。</translation>
    </message>
    <message>
        <source>In no layer of this run does anything look at the %1.</source>
        <translation>此次运行中没有任何层看向%1。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::LinkSentence</name>
    <message>
        <source>Point at a word, a place in the picture or a moment of the sound.</source>
        <translation>请指向一个词、图中一处或声音中的一刻。</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; looks at</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; 关注</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; is looked at by</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; 被关注于</translation>
    </message>
    <message>
        <source>region %1</source>
        <translation>区域 %1</translation>
    </message>
    <message>
        <source>This method gives no links of its own; these are raw attention weights.</source>
        <translation>此方法自身不给出连接；这里是原始注意力权重。</translation>
    </message>
    <message>
        <source>The maps show what mattered for the score; words and regions are not linked.</source>
        <translation>图显示对分数重要的部分；词与区域之间没有连接。</translation>
    </message>
    <message>
        <source>Point at a word or a place in the picture.</source>
        <translation>请指向一个词或图中一处。</translation>
    </message>
    <message>
        <source>Point at a word or a moment of the sound.</source>
        <translation>指向一个词或声音中的一个时刻。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::LinkedState</name>
    <message>
        <source>row %1, column %2</source>
        <translation>第 %1 行第 %2 列</translation>
    </message>
    <message numerus="yes">
        <source>%n patches</source>
        <translation>
            <numerusform>%n 个图块</numerusform>
        </translation>
    </message>
    <message>
        <source>region %1</source>
        <translation>区域 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::LinksView</name>
    <message>
        <source>weight at least</source>
        <translation>权重至少</translation>
    </message>
    <message>
        <source>Links that weigh less are not drawn</source>
        <translation>不绘制权重更小的连接</translation>
    </message>
    <message>
        <source>region %1</source>
        <translation>区域 %1</translation>
    </message>
    <message>
        <source>Links start at words; this sample has no text.</source>
        <translation>连接从词出发；此样本没有文本。</translation>
    </message>
    <message>
        <source>This model links no word with a region or a moment: its towers meet in the score.</source>
        <translation>此模型不把词与区域或时刻相连：各塔只在分数处相遇。</translation>
    </message>
    <message>
        <source>strongest</source>
        <translation>最强</translation>
    </message>
    <message>
        <source>No more links than these are drawn</source>
        <translation>最多绘制这么多条连线</translation>
    </message>
    <message>
        <source>words look at</source>
        <translation>词看向</translation>
    </message>
    <message>
        <source>words are looked at by</source>
        <translation>词被看向</translation>
    </message>
    <message>
        <source>%1 (strongest %2 of %3)</source>
        <translation>%1（%3 个中最强的 %2 个）</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>moments</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>nothing weighs %1; the strongest link weighs %2</source>
        <translation>没有连接达到 %1；最强的连接为 %2</translation>
    </message>
    <message>
        <source>No word is linked with a region or a moment here.</source>
        <translation>此处没有词与区域或时刻相连。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::LiveQuality</name>
    <message>
        <source>at random %1</source>
        <translation>随机 %1</translation>
    </message>
    <message>
        <source>ρ %1</source>
        <translation>ρ %1</translation>
    </message>
    <message>
        <source>Measure this map</source>
        <translation>评估此热图</translation>
    </message>
    <message numerus="yes">
        <source>Measuring takes about %n minutes.</source>
        <translation>
            <numerusform>评估约需 %n 分钟。</numerusform>
        </translation>
    </message>
    <message>
        <source>Measuring the map toward the target…</source>
        <translation>正在评估对目标的热图…</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MainWindow</name>
    <message>
        <source>Drop to open</source>
        <translation>松开以打开</translation>
    </message>
    <message>
        <source>%1[*] – Triptych</source>
        <comment>window title: project</comment>
        <translation>%1[*] – Triptych</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Triptych projects (*%1)</source>
        <translation>Triptych 项目 (*%1)</translation>
    </message>
    <message>
        <source>About Triptych</source>
        <translation>关于 Triptych</translation>
    </message>
    <message>
        <source>&lt;b&gt;Triptych %1&lt;/b&gt;&lt;p&gt;Shows what a cross-modal model looks at.&lt;/p&gt;&lt;p&gt;Works offline; no data leaves this computer.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Triptych %1&lt;/b&gt;&lt;p&gt;显示跨模态模型在看什么。&lt;/p&gt;&lt;p&gt;离线运行；数据不会离开本机。&lt;/p&gt;&lt;p&gt;自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>The project “%1” has changes that are not saved.</source>
        <translation>项目“%1”有未保存的更改。</translation>
    </message>
    <message>
        <source>Nothing opened yet</source>
        <translation>尚未打开任何内容</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>清空此列表</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Sample</source>
        <translation>样本(&amp;S)</translation>
    </message>
    <message>
        <source>E&amp;xplain</source>
        <translation>解释(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Where is the model now?</source>
        <translation>模型现在在哪里？</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>替换该文件？</translation>
    </message>
    <message>
        <source>“%1” is there already.</source>
        <translation>“%1”已存在。</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <comment>what was changed</comment>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <comment>what was changed</comment>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>&amp;Workspace</source>
        <translation>工作区(&amp;W)</translation>
    </message>
    <message>
        <source>Workspace: %1</source>
        <translation>工作区：%1</translation>
    </message>
    <message>
        <source>Method: %1</source>
        <translation>方法：%1</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Sample: %1</source>
        <translation>样本：%1</translation>
    </message>
    <message>
        <source>Step through words, patches and moments</source>
        <translation>在词、图块和时刻之间移动</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MapOverlay</name>
    <message>
        <source>The samples are being embedded…</source>
        <translation>正在嵌入样本…</translation>
    </message>
    <message>
        <source>The map is being laid out…</source>
        <translation>正在布置映射图…</translation>
    </message>
    <message>
        <source>Open samples or a folder of your own: every picture, text and sound becomes a point of this map.</source>
        <translation>打开样本或您自己的文件夹：每张图像、每段文本和声音都会成为此图中的一个点。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MapPanel</name>
    <message>
        <source>Colour: modality</source>
        <translation>颜色：模态</translation>
    </message>
    <message>
        <source>Colour: %1</source>
        <translation>颜色：%1</translation>
    </message>
    <message>
        <source>embedding the samples</source>
        <translation>正在嵌入样本</translation>
    </message>
    <message>
        <source>no corpus yet</source>
        <translation>尚无语料库</translation>
    </message>
    <message>
        <source>laying out</source>
        <translation>正在布局</translation>
    </message>
    <message>
        <source>lines go to the %1 true neighbours in the full space</source>
        <translation>连线指向完整空间中的 %1 个真实近邻</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入空间</translation>
    </message>
    <message>
        <source>2D</source>
        <translation>二维</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>三维</translation>
    </message>
    <message>
        <source>Two dimensions</source>
        <translation>二维</translation>
    </message>
    <message>
        <source>Three dimensions; drag to turn</source>
        <translation>三维；拖动旋转</translation>
    </message>
    <message>
        <source>Colour of the points</source>
        <translation>点的颜色</translation>
    </message>
    <message>
        <source>looking for files</source>
        <translation>正在查找文件</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MapView</name>
    <message>
        <source>Turn (drag; in two dimensions: move)</source>
        <translation>旋转（拖动；二维时为平移）</translation>
    </message>
    <message>
        <source>Move (drag)</source>
        <translation>平移（拖动）</translation>
    </message>
    <message>
        <source>Select by drawing around points</source>
        <translation>圈选点</translation>
    </message>
    <message>
        <source>Fit all points (double click)</source>
        <translation>显示全部点（双击）</translation>
    </message>
    <message>
        <source>Map of the embedding space</source>
        <translation>嵌入空间地图</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MethodBox</name>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Attention and gradients</source>
        <translation>注意力与梯度</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Perturbed inputs</source>
        <translation>输入扰动</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MethodSection</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Explanation method</source>
        <translation>解释方法</translation>
    </message>
    <message>
        <source>looks at</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>looked at by</source>
        <translation>被关注</translation>
    </message>
    <message>
        <source>What the chosen word, region or moment looks at</source>
        <translation>所选的词、区域或时刻关注什么</translation>
    </message>
    <message>
        <source>What looks at the chosen word, region or moment</source>
        <translation>什么在关注所选的词、区域或时刻</translation>
    </message>
    <message>
        <source>one</source>
        <translation>单个</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>One attention head ([ and ] step through them)</source>
        <translation>单个注意力头（用 [ 和 ] 切换）</translation>
    </message>
    <message>
        <source>Mean over all heads</source>
        <translation>所有头的平均</translation>
    </message>
    <message>
        <source>Largest value of any head</source>
        <translation>各头中的最大值</translation>
    </message>
    <message>
        <source>Layer (Page Up, Page Down)</source>
        <translation>层（Page Up、Page Down）</translation>
    </message>
    <message numerus="yes">
        <source>up to %n runs of the model</source>
        <translation>
            <numerusform>最多 %n 次模型运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs %1, here about %2.</source>
        <comment>runs, time</comment>
        <translation>需要%1，在这里约 %2。</translation>
    </message>
    <message>
        <source>Costs %1.</source>
        <comment>runs</comment>
        <translation>需要%1。</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MissingNote</name>
    <message>
        <source>No image in this sample</source>
        <translation>此样本没有图像</translation>
    </message>
    <message>
        <source>Drop a PNG, JPEG, TIFF or WebP file here to add one.</source>
        <translation>将 PNG、JPEG、TIFF 或 WebP 文件拖到这里即可添加。</translation>
    </message>
    <message>
        <source>No text in this sample</source>
        <translation>此样本没有文本</translation>
    </message>
    <message>
        <source>Type a sentence with the pencil above, or drop a text file here.</source>
        <translation>点上方的铅笔输入一句话，或将文本文件拖到这里。</translation>
    </message>
    <message>
        <source>No sound in this sample</source>
        <translation>此样本没有声音</translation>
    </message>
    <message>
        <source>Drop a WAV, FLAC, OGG or MP3 file here to add one.</source>
        <translation>将 WAV、FLAC、OGG 或 MP3 文件拖到这里即可添加。</translation>
    </message>
    <message>
        <source>This model reads no images</source>
        <translation>此模型不读取图像</translation>
    </message>
    <message>
        <source>This model reads no texts</source>
        <translation>此模型不读取文本</translation>
    </message>
    <message>
        <source>This model reads no sounds</source>
        <translation>此模型不读取声音</translation>
    </message>
    <message>
        <source>%1 reads: %2.</source>
        <comment>model, modalities</comment>
        <translation>%1 读取：%2。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between items of a list</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ModelButton</name>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>The folder of this model is not there: %1</source>
        <translation>此模型的文件夹不存在：%1</translation>
    </message>
    <message>
        <source>The model that is explained</source>
        <translation>被解释的模型</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ModelDialog</name>
    <message>
        <source>, </source>
        <comment>between items of a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 weights + %2 for all maps of a sample</source>
        <translation>权重 %1 + 一个样本的全部注意力图 %2</translation>
    </message>
    <message>
        <source>%1; %2 free on %3</source>
        <comment>what is needed; what is free on a device</comment>
        <translation>%1；%3 上空闲 %2</translation>
    </message>
    <message>
        <source>Reading the model&apos;s files…</source>
        <translation>正在读取模型的文件…</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>家族</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n tensors</source>
        <translation>
            <numerusform>%1，共 %n 个张量</numerusform>
        </translation>
    </message>
    <message>
        <source>Tower %1</source>
        <translation>塔 %1</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>The GPU cannot hold this model, so the CPU runs it.</source>
        <translation>GPU 容纳不下此模型，因此由 CPU 运行。</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message numerus="yes">
        <source>%n tensors that the model needs</source>
        <translation>
            <numerusform>模型所需的 %n 个张量</numerusform>
        </translation>
    </message>
    <message>
        <source>Unexpected</source>
        <translation>多余</translation>
    </message>
    <message numerus="yes">
        <source>%n tensors that the model does not use</source>
        <translation>
            <numerusform>模型不使用的 %n 个张量</numerusform>
        </translation>
    </message>
    <message>
        <source>The weights lack this tensor.</source>
        <translation>权重中缺少此张量。</translation>
    </message>
    <message>
        <source>Choose a tensor to see its values.</source>
        <translation>选择一个张量以查看其数值。</translation>
    </message>
    <message>
        <source>Reading the tensor…</source>
        <translation>正在读取张量…</translation>
    </message>
    <message>
        <source>Model details</source>
        <translation>模型详情</translation>
    </message>
    <message>
        <source>Find a tensor by name, type or shape</source>
        <translation>按名称、类型或形状查找张量</translation>
    </message>
    <message>
        <source>Find a tensor</source>
        <translation>查找张量</translation>
    </message>
    <message>
        <source>Modules and tensors of the model</source>
        <translation>模型的模块和张量</translation>
    </message>
    <message>
        <source>Values of the chosen tensor</source>
        <translation>所选张量的数值</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Runs with your rights; SHA-256 %1</source>
        <translation>以您的权限运行；SHA-256 %1</translation>
    </message>
    <message>
        <source>%1 of %2 · %3 parameters</source>
        <comment>layers, heads</comment>
        <translation>%1，每层 %2 · %3 个参数</translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>%n 个头</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ModelPopover</name>
    <message>
        <source>In memory: %1 of at most %2</source>
        <translation>内存中：%1，最多 %2</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models: Return uses one, Delete frees its memory or forgets its folder</source>
        <translation>模型：回车键使用，Delete 键释放其内存或移除其文件夹</translation>
    </message>
    <message>
        <source>Open model folder…</source>
        <translation>打开模型文件夹…</translation>
    </message>
    <message>
        <source>Model details…</source>
        <translation>模型详情…</translation>
    </message>
    <message>
        <source>A folder as it was downloaded: config.json, the tokenizer and safetensors weights</source>
        <translation>下载得到的文件夹：config.json、分词器和 safetensors 权重</translation>
    </message>
    <message>
        <source>Towers, tensors and memory of the model in use</source>
        <translation>所用模型的塔、张量和内存</translation>
    </message>
    <message>
        <source>When it is full, the model that was not used for longest leaves; it is loaded again when it is used.</source>
        <translation>装满时，最久未用的模型会被移出；再次使用时会重新加载。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::Notice</name>
    <message>
        <source>%1: %2</source>
        <comment>error title: place</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此提示</translation>
    </message>
    <message>
        <source>Choose its folder…</source>
        <translation>选择其文件夹…</translation>
    </message>
    <message>
        <source>Say where the model&apos;s folder is now</source>
        <translation>指定模型文件夹现在的位置</translation>
    </message>
    <message>
        <source>The model&apos;s folder is not there</source>
        <translation>模型的文件夹不存在</translation>
    </message>
    <message>
        <source>Say where it is now, or choose another model above.</source>
        <translation>请指定它现在的位置，或在上方选择其他模型。</translation>
    </message>
    <message>
        <source>This model is a program and was not run</source>
        <translation>此模型是一个程序，没有运行</translation>
    </message>
    <message>
        <source>It runs with your rights. Trust it if you know who made it, or choose another model.</source>
        <translation>它会以您的权限运行。如果知道它的来源，可以信任它；也可以选择其他模型。</translation>
    </message>
    <message>
        <source>Trust this program…</source>
        <translation>信任此程序…</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::NoticesButton</name>
    <message numerus="yes">
        <source>%n notices</source>
        <translation>
            <numerusform>%n 条提示</numerusform>
        </translation>
    </message>
    <message>
        <source>What this run has to say; click to read it</source>
        <translation>本次运行的提示；点击查看</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::OutOfDateVeil</name>
    <message>
        <source>Out of date, running again</source>
        <translation>已过期，正在重新运行</translation>
    </message>
    <message>
        <source>Out of date: run again</source>
        <translation>已过期：请重新运行</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::PartWeightsBar</name>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>整体</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>Weight of the likeness of both items as wholes</source>
        <translation>两个项目整体相似度的权重</translation>
    </message>
    <message>
        <source>Weight of the picture&apos;s best region</source>
        <translation>图片最佳区域的权重</translation>
    </message>
    <message>
        <source>Weight of the text word by word, each at its best place; rare words count more</source>
        <translation>文本逐词（各在其最佳位置）的权重；罕见词权重更大</translation>
    </message>
    <message>
        <source>Embed regions and words</source>
        <translation>嵌入区域和词语</translation>
    </message>
    <message>
        <source>Adds nine overlapping windows of every picture and every word of the texts to the corpus</source>
        <translation>为语料库加入每张图片的九个重叠窗口和文本中的每个词</translation>
    </message>
    <message>
        <source>lets parts of a picture and single words count in the score</source>
        <translation>让图像局部和单个词语计入得分</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::QualitySection</name>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>of this map</source>
        <translation>当前图</translation>
    </message>
    <message>
        <source>What is in this sample is not known, so there is nothing to measure the map against.</source>
        <translation>此样本的真实内容未知，因此无从衡量这张图。</translation>
    </message>
    <message>
        <source>Point at a word, or at a moment of the speech, that names an object.</source>
        <translation>请指向说出某个物体的词或语音时刻。</translation>
    </message>
    <message>
        <source>What is pointed at names no object in the picture.</source>
        <translation>所指之处没有说到图中的物体。</translation>
    </message>
    <message>
        <source>Pointing: on its object</source>
        <translation>指向：落在其物体上</translation>
    </message>
    <message>
        <source>Pointing: beside its object</source>
        <translation>指向：偏离其物体</translation>
    </message>
    <message>
        <source>The centre of the strongest patch lies on the visible part of an object that is named, or not.</source>
        <translation>最强图块的中心是否落在所说物体的可见部分上。</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Energy in its mask</source>
        <translation>其掩模内的能量</translation>
    </message>
    <message>
        <source>Share of the map&apos;s positive sum in patches whose centre lies on the object.</source>
        <translation>中心落在物体上的图块占图中正值总和的比例。</translation>
    </message>
    <message>
        <source>All words that name objects</source>
        <translation>所有说到物体的词</translation>
    </message>
    <message>
        <source>Words whose strongest patch lies on what they name; chance is %1 on average.</source>
        <translation>最强图块落在所说物体上的词数；随机水平平均为 %1。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::QualityView</name>
    <message>
        <source>share removed</source>
        <translation>已移除的比例</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>share shown</source>
        <translation>已显示的比例</translation>
    </message>
    <message>
        <source>|Spearman|</source>
        <translation>|斯皮尔曼|</translation>
    </message>
    <message>
        <source>Measuring the map on screen…</source>
        <translation>正在评估屏幕上的热图…</translation>
    </message>
    <message>
        <source>Move along a curve to see the input at that point.</source>
        <translation>沿曲线移动，可查看该处的输入。</translation>
    </message>
    <message>
        <source>%1 · %2 % of the units · target %3</source>
        <comment>curve, share, value</comment>
        <translation>%1 · %2 % 的单元 · 目标 %3</translation>
    </message>
    <message>
        <source>layers reset</source>
        <translation>已重置的层数</translation>
    </message>
    <message>
        <source>fails above the dashed line, %1</source>
        <translation>高于虚线 %1 即未通过</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::QueryBar</name>
    <message>
        <source>Add an image or a sound to the query</source>
        <translation>向查询添加图像或声音</translation>
    </message>
    <message>
        <source>Toward this, or away from it</source>
        <translation>靠近它，或远离它</translation>
    </message>
    <message>
        <source>Leave this out of the query</source>
        <translation>从查询中去掉</translation>
    </message>
    <message>
        <source>Describe what you look for, or drop an image or a sound</source>
        <translation>描述要找的内容，或拖入图像或声音</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Which kind of item is searched</source>
        <translation>搜索哪类条目</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>Select points or hits first; then they can be searched with</source>
        <translation>请先选择点或结果，然后即可用于检索</translation>
    </message>
    <message>
        <source>At most %1 items can be searched with</source>
        <translation>最多可用 %1 个条目检索</translation>
    </message>
    <message>
        <source>Add the selected items to the query</source>
        <translation>把所选条目加入查询</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n 个条目</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::RangeBar</name>
    <message numerus="yes">
        <source>One range for all %n cells</source>
        <translation>
            <numerusform>全部 %n 个单元格共用一个范围</numerusform>
        </translation>
    </message>
    <message>
        <source>Each cell has its own range, from 0 to its maximum</source>
        <translation>每个单元格使用各自从 0 到最大值的范围</translation>
    </message>
    <message>
        <source>raw values</source>
        <translation>原始值</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>range, what the values are</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>−max</source>
        <comment>end of a range</comment>
        <translation>−最大</translation>
    </message>
    <message>
        <source>max of the cell</source>
        <translation>本格最大值</translation>
    </message>
    <message>
        <source>Each cell has its own range, as one outshines the rest</source>
        <translation>各格使用各自的范围，因为有一格远强于其余</translation>
    </message>
    <message>
        <source>relative to an even map; raw sum and maximum stand above each cell</source>
        <translation>相对于均匀图；原始总和与最大值见各格上方</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::RankingMoves</name>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>正在搜索</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>没有找到。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::RecallView</name>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Judging the corpus</source>
        <translation>正在评估语料库</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Weighted recall</source>
        <translation>加权召回率</translation>
    </message>
    <message>
        <source>%1 queries among %2 items; the right one stands at rank %3 (median). Click to see what is found wrongly.</source>
        <translation>在 %2 项中查询 %1 次；正确项的名次中位数为 %3。点击查看哪些查错了。</translation>
    </message>
    <message>
        <source>recall at %1: %2, 95 % interval %3</source>
        <translation>前 %1 召回率：%2，95 % 区间 %3</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::RetrievalPanel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>finds %1 % of the exact hits</source>
        <translation>找到精确结果的 %1 %</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>正在搜索</translation>
    </message>
    <message>
        <source>Heat: why each matched, by %1, each to its own maximum; largest %2</source>
        <translation>热力：各结果匹配的原因，方法 %1，各以自身最大值为准；最大 %2</translation>
    </message>
    <message>
        <source>Heat appears where the query is of another kind than the hit</source>
        <translation>查询与结果模态不同时显示热力</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>One model</source>
        <translation>单个模型</translation>
    </message>
    <message>
        <source>Beside %1</source>
        <translation>并列 %1</translation>
    </message>
    <message>
        <source>Curves join what both models rank among their first %1</source>
        <translation>曲线连接两个模型都排进前 %1 的条目</translation>
    </message>
    <message>
        <source>Show what a second model ranks first, and how far each hit moves</source>
        <translation>显示第二个模型的排名，以及每个结果移动了多少</translation>
    </message>
    <message>
        <source>a faster index is being built</source>
        <translation>正在建立更快的索引</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>HNSW index</source>
        <translation>HNSW 索引</translation>
    </message>
    <message>
        <source>IVF index</source>
        <translation>IVF 索引</translation>
    </message>
    <message>
        <source>automatic index</source>
        <translation>自动索引</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Re-rank %1</source>
        <translation>重排前 %1</translation>
    </message>
    <message>
        <source>Orders the first %1 hits anew by the model&apos;s matching head, which reads query and item together; slower and more exact</source>
        <translation>用模型的匹配头对前 %1 个结果重新排序；它同时读取查询与条目，较慢但更准确</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SampleDetails</name>
    <message>
        <source>, </source>
        <comment>between items of a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>truth known</source>
        <translation>已知真值</translation>
    </message>
    <message>
        <source>own sample</source>
        <translation>自有样本</translation>
    </message>
    <message numerus="yes">
        <source>%n objects: %1.</source>
        <translation>
            <numerusform>%n 个物体：%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Hard negatives: %1.</source>
        <translation>困难负例：%1 个。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>colour and shape</comment>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SamplesDock</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>No sample matches the filter.</source>
        <translation>没有符合筛选条件的样本。</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Filter by word, id, count</source>
        <translation>按词、编号、数量筛选</translation>
    </message>
    <message>
        <source>Filter samples</source>
        <translation>筛选样本</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>样本库</translation>
    </message>
    <message>
        <source>Open images, sounds, texts, sample files or projects (Ctrl+O)</source>
        <translation>打开图像、声音、文本、样本文件或项目（Ctrl+O）</translation>
    </message>
    <message>
        <source>Open the samples that come with the program</source>
        <translation>打开程序自带的样本</translation>
    </message>
    <message>
        <source>No samples yet. Open files, drop them here, or press Library.</source>
        <translation>还没有样本。请打开文件、拖放到此处，或点击“样本库”。</translation>
    </message>
    <message>
        <source>Every word must occur in the texts, objects or file names of a sample; those in which they stand together come first (Ctrl+F)</source>
        <translation>样本的文本、物体或文件名须包含每个词；词语相连的样本排在前面 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Remove sample</source>
        <translation>移除样本</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ScoreChange</name>
    <message>
        <source>The target without and with what was changed. Click copies both in full.</source>
        <translation>改动前后的目标值。点击可复制完整数值。</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ScoresView</name>
    <message>
        <source>match score</source>
        <translation>匹配分数</translation>
    </message>
    <message>
        <source>similarity of image and text</source>
        <translation>图像与文本的相似度</translation>
    </message>
    <message>
        <source>similarity of image and audio</source>
        <translation>图像与音频的相似度</translation>
    </message>
    <message>
        <source>similarity of text and audio</source>
        <translation>文本与音频的相似度</translation>
    </message>
    <message>
        <source>%1, number %2</source>
        <translation>%1，第 %2 个</translation>
    </message>
    <message>
        <source>%1 (explained)</source>
        <translation>%1（被解释）</translation>
    </message>
    <message>
        <source>text %1</source>
        <translation>文本 %1</translation>
    </message>
    <message>
        <source>image %1 – %2</source>
        <translation>图像 %1 – %2</translation>
    </message>
    <message>
        <source>match probability</source>
        <translation>匹配概率</translation>
    </message>
    <message>
        <source>Scores of the model: probabilities from 0 to 1, every other kind on a scale of its own. Click copies a value in full.</source>
        <translation>模型的分数：概率取 0 到 1，其余各类使用各自的刻度。单击复制完整数值。</translation>
    </message>
    <message>
        <source>logit %1 =</source>
        <comment>followed by the probability</comment>
        <translation>logit %1 =</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Searches for what is like the selected items together</source>
        <translation>检索与所选条目整体相似的内容</translation>
    </message>
    <message>
        <source>At most %1 items can be searched with</source>
        <translation>最多可用 %1 个条目检索</translation>
    </message>
    <message>
        <source>Search with these</source>
        <translation>用这些检索</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SelectionModel</name>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>模态</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Matching</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>True neighbour</source>
        <translation>真实近邻</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>描述</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SelectionPanel</name>
    <message>
        <source>Save as CSV</source>
        <translation>另存为 CSV</translation>
    </message>
    <message>
        <source>%1 could not be written; choose another folder.</source>
        <translation>无法写入 %1；请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已存为 %1</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Save this table as CSV</source>
        <translation>将此表存为 CSV</translation>
    </message>
    <message>
        <source>Selected items</source>
        <translation>所选条目</translation>
    </message>
    <message>
        <source>click a point or draw around points</source>
        <translation>点击一个点，或圈选多个点</translation>
    </message>
    <message numerus="yes">
        <source>nothing selected: the %n hits</source>
        <translation>
            <numerusform>未选择：显示 %n 个结果</numerusform>
        </translation>
    </message>
    <message>
        <source>the first %1 of %2 items, in the order chosen; the CSV file has all</source>
        <translation>按所选顺序显示前 %1 / %2 个条目；CSV 文件包含全部</translation>
    </message>
    <message numerus="yes">
        <source>%n items, linked to map and gallery</source>
        <translation>
            <numerusform>%n 个条目，与地图和图库联动</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SoftmaxView</name>
    <message>
        <source>softmax over these %1 hits, first has %2</source>
        <translation>对这 %1 个结果的 softmax，第一个为 %2</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Probabilities of the hits</source>
        <translation>结果的概率</translation>
    </message>
    <message>
        <source>first has %1</source>
        <translation>第一个为 %1</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SoundCanvas</name>
    <message>
        <source>%1 · %2</source>
        <comment>place and value under the cursor</comment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::StatePage</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Ready to run</source>
        <translation>可以运行</translation>
    </message>
    <message>
        <source>Drop an image, a sentence or a sound here</source>
        <translation>将图像、句子或声音拖到这里</translation>
    </message>
    <message>
        <source>Run the model on this sample to see what it looks at.</source>
        <translation>对此样本运行模型，看看它关注什么。</translation>
    </message>
    <message>
        <source>Or pick a sample on the left. Any one of the three is enough.</source>
        <translation>或在左侧选一个样本。三者有其一即可。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::StatusBar</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Memory %1 GiB</source>
        <translation>内存 %1 GiB</translation>
    </message>
    <message>
        <source>Memory of the program; results are kept up to %1 GiB, now %2 GiB</source>
        <translation>程序占用的内存；结果缓存上限 %1 GiB，现为 %2 GiB</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Dark theme; click for the light one</source>
        <translation>深色主题；单击切换为浅色</translation>
    </message>
    <message>
        <source>Light theme; click for the dark one</source>
        <translation>浅色主题；单击切换为深色</translation>
    </message>
    <message>
        <source>Cancel the run (Ctrl+.)</source>
        <translation>取消运行（Ctrl+.）</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Models are kept up to %1 GiB, now %2 GiB</source>
        <translation>模型最多保留 %1 GiB，现为 %2 GiB</translation>
    </message>
    <message>
        <source>Opening %1: %2</source>
        <comment>model, stage</comment>
        <translation>正在打开 %1：%2</translation>
    </message>
    <message>
        <source>looking at its files</source>
        <translation>查看其文件</translation>
    </message>
    <message>
        <source>Stop opening the model</source>
        <translation>停止打开模型</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::StudyGridView</name>
    <message>
        <source>self</source>
        <translation>自身</translation>
    </message>
    <message>
        <source>cross</source>
        <translation>跨模态</translation>
    </message>
    <message>
        <source>target %1 (%2)</source>
        <translation>目标 %1（%2）</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>chance %1, would write “%2”</source>
        <translation>概率 %1，会写“%2”</translation>
    </message>
    <message>
        <source>chance: 0 to %1</source>
        <translation>概率：0 至 %1</translation>
    </message>
    <message>
        <source>change %1 to %2</source>
        <translation>变化 %1 至 %2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::StudyPanel</name>
    <message>
        <source>Show it</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Select these words, patches and moments in the panels</source>
        <translation>在面板中选中这些词、图块和时刻</translation>
    </message>
    <message>
        <source>%1 of %2 runs</source>
        <comment>done, total</comment>
        <translation>已运行 %1 / %2 次</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>运行中…</translation>
    </message>
    <message>
        <source>Choose a study above and run it: it changes the model many times and says what moves the target.</source>
        <translation>在上方选择一项研究并运行：它会多次改动模型，并指出什么影响目标。</translation>
    </message>
    <message>
        <source>Compared with %1 · click a cell to see it</source>
        <translation>与 %1 相比 · 点击单元格查看</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>what is there</source>
        <translation>存在的内容</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Decision: &lt;b&gt;%1&lt;/b&gt;, by %2.</source>
        <translation>判定：&lt;b&gt;%1&lt;/b&gt;，余量 %2。</translation>
    </message>
    <message>
        <source>It does not hold as the sample is, so nothing has to be removed.</source>
        <translation>对该样本此判定本不成立，无需移除任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>Nothing was found within %n runs that turns it.</source>
        <translation>
            <numerusform>在 %n 次运行内未找到能翻转它的内容。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without %1 it turns: %2 (%n runs).</source>
        <translation>
            <numerusform>去掉%1后翻转：%2（%n 次运行）。</numerusform>
        </translation>
    </message>
    <message>
        <source> and </source>
        <translation>和</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Run study</source>
        <translation>运行研究</translation>
    </message>
    <message>
        <source>Chance of each written word, were the layer the last · click a cell to see it</source>
        <translation>假如该层是最后一层，每个写出的词的概率 · 点击单元格查看</translation>
    </message>
    <message>
        <source>Hide: no layer looks at it, one layer at a time. Put back: causal tracing of what is erased. Turn: the fewest units whose removal, or words whose swap, turns the decision.</source>
        <translation>隐藏：逐层不再看它。放回：对被擦除部分的因果追踪。扭转：移除最少的单元或替换最少的词，使判断反转。</translation>
    </message>
    <message>
        <source>words to try: red blue star</source>
        <translation>要尝试的词：red blue star</translation>
    </message>
    <message>
        <source>Words that may stand in the place of the text&apos;s own</source>
        <translation>可以替换原文中词语的词</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Remove or swap them in the sample, as interventions</source>
        <translation>作为干预，在样本中移除或替换它们</translation>
    </message>
    <message numerus="yes">
        <source>Where %1 it turns: %2 (%n runs).</source>
        <translation>
            <numerusform>若%1，判断反转：%2（运行 %n 次）。</numerusform>
        </translation>
    </message>
    <message>
        <source>Out of date: the model or the sample has been changed since. Run the study again.</source>
        <translation>已过期：此后模型或样本有改动。请重新运行研究。</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TargetBox</name>
    <message>
        <source>What is explained</source>
        <translation>解释的对象</translation>
    </message>
    <message>
        <source>The number that the map explains</source>
        <translation>这张图所解释的数值</translation>
    </message>
    <message>
        <source>The number that the map explains: %1</source>
        <translation>图所解释的数值：%1</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TensorTreeModel</name>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>%1: the weights lack this tensor</source>
        <translation>%1：权重中缺少此张量</translation>
    </message>
    <message>
        <source>%1: the model does not use this tensor</source>
        <translation>%1：模型不使用此张量</translation>
    </message>
    <message>
        <source>Module or tensor</source>
        <translation>模块或张量</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TextChoices</name>
    <message>
        <source>Texts of the sample: arrow keys choose the one that is explained</source>
        <translation>样本的文本：用方向键选择要解释的一条</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TextPanel</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Edit the text (F2)</source>
        <translation>编辑文本（F2）</translation>
    </message>
    <message>
        <source>Copy the figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Words: arrow keys step, Return pins</source>
        <translation>词：方向键移动，回车键固定</translation>
    </message>
    <message>
        <source>Text of the sample</source>
        <translation>样本的文本</translation>
    </message>
    <message>
        <source>Return runs with this text, Escape leaves it as it was.</source>
        <translation>回车键以此文本运行，Esc 键恢复原样。</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Two counts side by side: words and tokens of a text</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n 个词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>Text %1</source>
        <translation>文本 %1</translation>
    </message>
    <message>
        <source>Enter applies, Esc cancels</source>
        <translation>回车应用，Esc 取消</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TokenPathsView</name>
    <message>
        <source>Following the tokens through the layers</source>
        <translation>正在逐层跟踪词元</translation>
    </message>
    <message>
        <source>The tower whose tokens are followed</source>
        <translation>跟踪其词元的塔</translation>
    </message>
    <message>
        <source>Tower</source>
        <translation>塔</translation>
    </message>
    <message>
        <source>The layer up to which they are followed</source>
        <translation>跟踪到哪一层</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>lines: from the entry to this layer · %1 % of the differences show in this plane</source>
        <translation>线：从入口到此层 · 此平面显示 %1 % 的差异</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ToolBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Stop the run (Ctrl+.)</source>
        <translation>停止运行（Ctrl+.）</translation>
    </message>
    <message>
        <source>Run the model on this sample (Ctrl+Return)</source>
        <translation>对此样本运行模型（Ctrl+回车）</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Find a command by its name</source>
        <translation>按名称查找命令</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TrustDialog</name>
    <message>
        <source>Trust this program?</source>
        <translation>信任此程序吗？</translation>
    </message>
    <message>
        <source>“%1” is a program. Run it?</source>
        <translation>“%1”是一个程序。要运行吗？</translation>
    </message>
    <message>
        <source>Other models are numbers; this one is code. It runs with your rights and can read and change whatever you can. Trust it only if you know who made it.</source>
        <translation>其他模型只是数字，这个模型是代码。它以您的权限运行，能读取和修改您能读取和修改的一切。只有知道是谁制作的才信任它。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Trust this very file from now on</source>
        <translation>今后一直信任这个文件</translation>
    </message>
    <message>
        <source>A file that differs in a single bit asks again</source>
        <translation>只要有一位不同就会再次询问</translation>
    </message>
    <message>
        <source>Do not run</source>
        <translation>不运行</translation>
    </message>
    <message>
        <source>Trust and run</source>
        <translation>信任并运行</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::UnitChip</name>
    <message>
        <source>%1, weight %2</source>
        <translation>%1，权重 %2</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ViewTabs</name>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>More views</source>
        <translation>更多视图</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ViewWindow</name>
    <message>
        <source>Shown in a window of its own</source>
        <translation>正在独立窗口中显示</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>放回原处</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::WindowButton</name>
    <message>
        <source>Show in a window of its own, or bring back</source>
        <translation>在独立窗口中显示，或放回原处</translation>
    </message>
</context>
<context>
    <name>triptych::widgets::WordFlow</name>
    <message>
        <source>word %1 %2 · %3</source>
        <comment>number, word, value</comment>
        <translation>第 %1 个词 %2 · %3</translation>
    </message>
</context>
</TS>
