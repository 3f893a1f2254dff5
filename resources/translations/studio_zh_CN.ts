<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CanvasPanel</name>
    <message>
        <source>Actual size (1)</source>
        <translation>实际大小 (1)</translation>
    </message>
    <message>
        <source>Whole picture (0)</source>
        <translation>整幅图片 (0)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Zoom out (-)</source>
        <translation>缩小 (-)</translation>
    </message>
    <message>
        <source>forming...</source>
        <translation>正在成形…</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>{n:.1f} s</source>
        <translation>{n:.1f} 秒</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;About the studio</source>
        <translation>关于画室(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Canvas only</source>
        <translation>只显示画布(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Light or dark</source>
        <translation>浅色或深色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Look for models again</source>
        <translation>重新查找模型(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Measure which styles the model knows</source>
        <translation>测量模型认识哪些风格(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;New project...</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open project...</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Save picture as...</source>
        <translation>图片另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Watch the work</source>
        <translation>观看绘制(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>整幅图片(&amp;W)</translation>
    </message>
    <message>
        <source>Copy p&amp;icture</source>
        <translation>复制图片(&amp;I)</translation>
    </message>
    <message>
        <source>Draws test pictures with and without each style; takes long</source>
        <translation>分别用和不用每种风格绘制测试图片；需要较长时间</translation>
    </message>
    <message>
        <source>Every control shows what made the selected picture</source>
        <translation>所有控件恢复为所选图片生成时的设置</translation>
    </message>
    <message>
        <source>N&amp;ext</source>
        <translation>下一张(&amp;E)</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open &amp;models folder</source>
        <translation>打开模型文件夹(&amp;M)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>P&amp;revious</source>
        <translation>上一张(&amp;R)</translation>
    </message>
    <message>
        <source>Save picture as</source>
        <translation>图片另存为</translation>
    </message>
    <message>
        <source>Save the pictures in memory to</source>
        <translation>把内存中的图片保存到</translation>
    </message>
    <message>
        <source>Select a picture first.</source>
        <translation>请先选择一张图片。</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>Studio {version}: your pictures, on your machine, with no network</source>
        <translation>画室 {version}：您的图片，在您自己的电脑上，不需要网络</translation>
    </message>
    <message>
        <source>Use &amp;all its settings again</source>
        <translation>重新使用它的全部设置(&amp;A)</translation>
    </message>
    <message>
        <source>Use its &amp;prompt</source>
        <translation>使用它的提示词(&amp;P)</translation>
    </message>
    <message>
        <source>Use its &amp;seed</source>
        <translation>使用它的种子(&amp;S)</translation>
    </message>
    <message>
        <source>Write the &amp;prompt</source>
        <translation>书写提示词(&amp;P)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
</context>
<context>
    <name>ErrorBar</name>
    <message>
        <source>Cancel them and close</source>
        <translation>取消并关闭</translation>
    </message>
    <message>
        <source>Close when done</source>
        <translation>完成后关闭</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>放弃并关闭</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Make it anyway</source>
        <translation>仍然生成</translation>
    </message>
    <message>
        <source>New project...</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Open another project...</source>
        <translation>打开其他项目…</translation>
    </message>
    <message>
        <source>Open for reading</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Open it all the same</source>
        <translation>仍然打开</translation>
    </message>
    <message>
        <source>Open models folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Save elsewhere...</source>
        <translation>保存到别处…</translation>
    </message>
    <message>
        <source>Show the stored picture</source>
        <translation>显示已保存的图片</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Your pictures appear here.</source>
        <translation>您的图片会出现在这里。</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
</context>
<context>
    <name>JobPopup</name>
    <message>
        <source>Take this job out</source>
        <translation>移除这个任务</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>还有 {n} 个</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Cancel this job (Esc)</source>
        <translation>取消这个任务 (Esc)</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Show the jobs in the queue</source>
        <translation>显示队列中的任务</translation>
    </message>
    <message>
        <source>a moment left</source>
        <translation>即将完成</translation>
    </message>
    <message>
        <source>waiting...</source>
        <translation>等待中…</translation>
    </message>
    <message>
        <source>{m} min {s:02d} s left</source>
        <translation>还需 {m} 分 {s:02d} 秒</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 个在等待</translation>
    </message>
    <message>
        <source>{s} s left</source>
        <translation>还需 {s} 秒</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Studio</source>
        <translation>画室</translation>
    </message>
</context>
<context>
    <name>ParamForm</name>
    <message>
        <source>Back to {value}</source>
        <translation>恢复为 {value}</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>Free words in place of the style&apos;s own. {prompt} says where the prompt goes; without it, the words follow the prompt.</source>
        <translation>用您自己的话代替风格的描述。{prompt} 表示提示词的位置；不写的话，这些话跟在提示词后面。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Generate {n} pictures</source>
        <translation>生成 {n} 张图片</translation>
    </message>
    <message>
        <source>How many pictures, each with a seed of its own</source>
        <translation>生成多少张，每张有自己的种子</translation>
    </message>
    <message>
        <source>How much the style&apos;s words weigh: 0 leaves them out, 1 takes them as written</source>
        <translation>风格描述的权重：0 表示不用，1 表示照原样</translation>
    </message>
    <message>
        <source>Keep the seed for the next picture</source>
        <translation>下一张沿用这个种子</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Make the picture (Ctrl+Enter)</source>
        <translation>生成图片 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>Negative prompt: what the picture is steered away from</source>
        <translation>反向提示词：画面要避开的内容</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation>图片数量</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Stop the picture being made (Esc)</source>
        <translation>停止正在生成的图片 (Esc)</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Style in your own words</source>
        <translation>用自己的话描述风格</translation>
    </message>
    <message>
        <source>Style strength</source>
        <translation>风格强度</translation>
    </message>
    <message>
        <source>The number that the first noise grows from: the same seed, the same picture</source>
        <translation>最初的噪声由这个数字产生：种子相同，图片就相同</translation>
    </message>
    <message>
        <source>What do you want to see?</source>
        <translation>您想看到什么？</translation>
    </message>
    <message>
        <source>What should not be in the picture</source>
        <translation>画面里不要出现什么</translation>
    </message>
    <message>
        <source>or in your own words</source>
        <translation>或者用自己的话</translation>
    </message>
    <message>
        <source>{model} is not here</source>
        <translation>{model} 不在这里</translation>
    </message>
</context>
<context>
    <name>SizeRow</name>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横幅</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>竖幅</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>交换宽和高</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Describe a picture, and watch it form</source>
        <translation>描述一幅画，看它慢慢成形</translation>
    </message>
    <message>
        <source>Make a picture of these words</source>
        <translation>用这些词生成一张图片</translation>
    </message>
    <message>
        <source>Write on the left what you want to see, in English or Chinese, then press Generate. Or begin with one of these:</source>
        <translation>在左边用中文或英文写下您想看到的画面，然后按“生成”。也可以从下面的例子开始：</translation>
    </message>
</context>
<context>
    <name>StylePicker</name>
    <message>
        <source>No style</source>
        <translation>无风格</translation>
    </message>
</context>
<context>
    <name>StylePopup</name>
    <message>
        <source>No style</source>
        <translation>无风格</translation>
    </message>
    <message>
        <source>Search styles</source>
        <translation>搜索风格</translation>
    </message>
    <message>
        <source>The open model does not know this style.</source>
        <translation>当前的模型不认识这种风格。</translation>
    </message>
    <message>
        <source>{style}  -  needs a full model</source>
        <translation>{style}  -  需要完整的模型</translation>
    </message>
</context>
<context>
    <name>studio</name>
    <message>
        <source>&quot;params&quot; of style {number} are not plain values</source>
        <translation>第 {number} 个风格的 &quot;params&quot; 不是简单的值</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; of style {number} is not text</source>
        <translation>第 {number} 个风格的 &quot;{name}&quot; 不是文字</translation>
    </message>
    <message>
        <source>A number is too large ({n} digits).</source>
        <translation>数字太大（{n} 位）。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Character {at}: &quot;{found}&quot; is not a step. Write a number as in [from:to:10] or [from:to:0.5], or \: for a colon that is text.</source>
        <translation>第 {at} 个字符：“{found}”不是步数。请像 [from:to:10] 或 [from:to:0.5] 那样写一个数字；如果冒号是文字，请写 \:。</translation>
    </message>
    <message>
        <source>Character {at}: &quot;{found}&quot; is not a weight for a choice. Write a number that is not negative, as in {{0.5::a|b}}.</source>
        <translation>第 {at} 个字符：“{found}”不是选项的权重。请写一个不小于零的数字，例如 {{0.5::a|b}}。</translation>
    </message>
    <message>
        <source>Character {at}: every option of this choice has the weight 0. Raise one.</source>
        <translation>第 {at} 个字符：这里所有选项的权重都是 0，请提高其中一个。</translation>
    </message>
    <message>
        <source>Character {at}: more than {limit} brackets inside each other. Close some.</source>
        <translation>第 {at} 个字符：括号嵌套超过 {limit} 层，请减少一些。</translation>
    </message>
    <message>
        <source>Character {at}: more than {limit} choices inside each other.</source>
        <translation>第 {at} 个字符：选项嵌套超过 {limit} 层。</translation>
    </message>
    <message>
        <source>Character {at}: the list __{name}__ is empty.</source>
        <translation>第 {at} 个字符：词表 __{name}__ 是空的。</translation>
    </message>
    <message>
        <source>Character {at}: the list __{name}__ leads back to itself.</source>
        <translation>第 {at} 个字符：词表 __{name}__ 又指回了自己。</translation>
    </message>
    <message>
        <source>Character {at}: the prompt grows beyond {limit} characters here.</source>
        <translation>第 {at} 个字符：提示词在这里展开后超过 {limit} 个字符。</translation>
    </message>
    <message>
        <source>Character {at}: the weight &quot;{found}&quot; is not a number. Write it as in (words:1.3), or \: for a colon that is text.</source>
        <translation>第 {at} 个字符：权重“{found}”不是数字。请写成 (words:1.3) 的样子；如果冒号是文字，请写 \:。</translation>
    </message>
    <message>
        <source>Character {at}: there is no list __{name}__. Did you mean __{known}__? Lists are text files in the wildcards folder, one entry a line.</source>
        <translation>第 {at} 个字符：没有词表 __{name}__。您是指 __{known}__ 吗？词表是 wildcards 文件夹里的文本文件，每行一条。</translation>
    </message>
    <message>
        <source>Character {at}: there is no list __{name}__. Lists are text files in the wildcards folder, one entry a line.</source>
        <translation>第 {at} 个字符：没有词表 __{name}__。词表是 wildcards 文件夹里的文本文件，每行一条。</translation>
    </message>
    <message>
        <source>Character {at}: this {{ is never closed. Add a }}, or write \{{ for a brace that is text.</source>
        <translation>第 {at} 个字符：这个 {{ 没有闭合。请补上 }}；如果它是文字，请写 \{{。</translation>
    </message>
    <message>
        <source>Character {at}: variables, as in ${{name=...}}, are not part of the prompt language. Write the words themselves, or {{a|b}} for a choice.</source>
        <translation>第 {at} 个字符：提示词里不能用 ${{name=...}} 这样的变量。请直接写出文字，或用 {{a|b}} 表示选择。</translation>
    </message>
    <message>
        <source>Character {at}: {tag} asks for an addition to the model that this version cannot load. Take it out of the prompt.</source>
        <translation>第 {at} 个字符：{tag} 要求加载模型附件，本版本还不支持。请把它从提示词中去掉。</translation>
    </message>
    <message>
        <source>Character {at}: {tag} is not complete. Write &lt;{kind}:name:0.8&gt;.</source>
        <translation>第 {at} 个字符：{tag} 不完整。请写成 &lt;{kind}:name:0.8&gt;。</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>CLIP 跳层</translation>
    </message>
    <message>
        <source>Craft</source>
        <translation>工艺</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Drawing the training pictures</source>
        <translation>正在绘制训练图片</translation>
    </message>
    <message>
        <source>Files of version {n} can no longer be read.</source>
        <translation>版本 {n} 的文件已经无法读取。</translation>
    </message>
    <message>
        <source>Finishing the picture</source>
        <translation>正在完成图片</translation>
    </message>
    <message>
        <source>Generate: {prompt}</source>
        <translation>生成：{prompt}</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>How closely the picture follows the words. Low is loose and soft, high is literal and harsh; at 1 the negative prompt has no effect and a step takes half the time.</source>
        <translation>画面遵循文字的程度。低则自由柔和，高则刻板生硬；为 1 时反向提示词不起作用，每一步只用一半时间。</translation>
    </message>
    <message>
        <source>How many threads draw when there is no graphics card; 0 lets the studio choose.</source>
        <translation>没有显卡时用多少个线程绘制；0 表示由画室决定。</translation>
    </message>
    <message>
        <source>Illustration</source>
        <translation>插画</translation>
    </message>
    <message>
        <source>It was made by a newer version of the studio (schema {its}, here at most {ours}). Please update the studio to open it.</source>
        <translation>它由更新版本的画室创建（格式 {its}，这里最高支持 {ours}）。请更新画室后再打开。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Loading the denoiser</source>
        <translation>正在加载去噪网络</translation>
    </message>
    <message>
        <source>Loading the picture decoder</source>
        <translation>正在加载图片解码器</translation>
    </message>
    <message>
        <source>Loading the second text encoder</source>
        <translation>正在加载第二个文本编码器</translation>
    </message>
    <message>
        <source>Loading the text encoder</source>
        <translation>正在加载文本编码器</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>正在查找模型</translation>
    </message>
    <message>
        <source>Looking up what {model} knows</source>
        <translation>正在查看 {model} 认识什么</translation>
    </message>
    <message>
        <source>Measure the styles of {model}</source>
        <translation>测量 {model} 的风格</translation>
    </message>
    <message>
        <source>Measuring the style {title}</source>
        <translation>正在测量风格 {title}</translation>
    </message>
    <message>
        <source>Memory ran out: {needed} more were needed and {free} were free. Choose a smaller size, or close other programs.</source>
        <translation>内存不足：还需要 {needed}，只剩 {free}。请选择更小的尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>More steps give finer, steadier pictures and take proportionally longer.</source>
        <translation>步数越多，图片越精细稳定，时间也成比例增加。</translation>
    </message>
    <message>
        <source>Open a project first: pictures are stored in it.</source>
        <translation>请先打开一个项目：图片会保存在其中。</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
    <message>
        <source>PNG image</source>
        <translation>PNG 图像</translation>
    </message>
    <message>
        <source>Painting</source>
        <translation>绘画</translation>
    </message>
    <message>
        <source>Photo and film</source>
        <translation>摄影与电影</translation>
    </message>
    <message>
        <source>Pixel and 3D</source>
        <translation>像素与三维</translation>
    </message>
    <message>
        <source>Print and poster</source>
        <translation>版画与海报</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程</translation>
    </message>
    <message>
        <source>Reading a picture</source>
        <translation>正在读取图片</translation>
    </message>
    <message>
        <source>Reading the model once, to record which one it is</source>
        <translation>正在读取一遍模型，记录它是哪一个</translation>
    </message>
    <message>
        <source>Reading thumbnails</source>
        <translation>正在读取缩略图</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <source>Saving to {name}</source>
        <translation>正在保存到 {name}</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>正在保存 {name}</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>Seed {seed}, {seconds:.1f} s.</source>
        <translation>种子 {seed}，{seconds:.1f} 秒。</translation>
    </message>
    <message>
        <source>Starting the model libraries</source>
        <translation>正在启动模型库</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>画室</translation>
    </message>
    <message>
        <source>The colors of the window.</source>
        <translation>窗口的颜色。</translation>
    </message>
    <message>
        <source>The end of the prompt was left out: it is too long.</source>
        <translation>提示词太长，末尾部分被舍去。</translation>
    </message>
    <message>
        <source>The file does not say which version it is of.</source>
        <translation>文件没有说明自己的版本。</translation>
    </message>
    <message>
        <source>The file is damaged: {reason}.</source>
        <translation>文件已损坏：{reason}。</translation>
    </message>
    <message>
        <source>The file is nested too deeply.</source>
        <translation>文件嵌套太深。</translation>
    </message>
    <message>
        <source>The file is too large ({n} bytes).</source>
        <translation>文件太大（{n} 字节）。</translation>
    </message>
    <message>
        <source>The model asks for a scheduler that is not known: {kind}.</source>
        <translation>模型要求使用未知的采样器：{kind}。</translation>
    </message>
    <message>
        <source>The model computed numbers that are not finite (NaN), so there is no picture. Lower the guidance, or choose another scheduler or size.</source>
        <translation>模型算出了非有限的数值（NaN），因此没有图片。请降低引导强度，或换一种采样器或尺寸。</translation>
    </message>
    <message>
        <source>The model {key} is not on this machine.</source>
        <translation>这台电脑上没有模型 {key}。</translation>
    </message>
    <message>
        <source>The model&apos;s own</source>
        <translation>模型自带的</translation>
    </message>
    <message>
        <source>The path from noise to picture. It changes details and how few steps suffice; those with an a or SDE keep changing the picture as steps are added.</source>
        <translation>从噪声到图片的路径。它影响细节以及最少需要多少步；名称带 a 或 SDE 的，增加步数时画面会不断变化。</translation>
    </message>
    <message>
        <source>The picture could not be saved in {path}: {reason}. It is kept in memory.</source>
        <translation>图片无法保存到 {path}：{reason}。它仍保留在内存中。</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}. It is kept in memory: make room there, or save it elsewhere.</source>
        <translation>图片无法存入 {path}：{reason}。它仍保留在内存中：请腾出空间，或保存到别处。</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}. It was saved in {folder} instead.</source>
        <translation>图片无法存入 {path}：{reason}。已改存到 {folder}。</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}. There was no room in the current folder and in that of temporary files either, so it is lost.</source>
        <translation>图片无法存入 {path}：{reason}。当前文件夹和临时文件夹也存不下，图片已丢失。</translation>
    </message>
    <message>
        <source>The picture {path} cannot be read: {error}.</source>
        <translation>无法读取图片 {path}：{error}。</translation>
    </message>
    <message>
        <source>The picture&apos;s own parameters cannot be read: {problem}</source>
        <translation>无法读取图片自带的参数：{problem}</translation>
    </message>
    <message>
        <source>The picture&apos;s parameters are out of bounds.</source>
        <translation>图片的参数超出范围。</translation>
    </message>
    <message>
        <source>The picture&apos;s parameters are too long to be read.</source>
        <translation>图片的参数太长，无法读取。</translation>
    </message>
    <message>
        <source>The process that holds the models ended ({reason}), so this job failed. The next one starts it again. Details, if there are any: {log}</source>
        <translation>承载模型的进程已结束（{reason}），因此这个任务失败。下一个任务会重新启动它。如有详情，见：{log}</translation>
    </message>
    <message>
        <source>The project has it already; --again makes it once more.</source>
        <translation>项目里已有这张图片；加上 --again 会重新生成。</translation>
    </message>
    <message>
        <source>The project has {n} of them already.</source>
        <translation>项目里已有其中 {n} 张。</translation>
    </message>
    <message>
        <source>The strength of a style is a number from 0 to {limit:g}, not {found}.</source>
        <translation>风格强度应是 0 到 {limit:g} 之间的数字，而不是 {found}。</translation>
    </message>
    <message>
        <source>The studio is still opening. Your picture is made right after.</source>
        <translation>画室仍在打开，随后就会生成您的图片。</translation>
    </message>
    <message>
        <source>The studio is still working. Jobs: {n}.</source>
        <translation>画室还在工作。任务数：{n}。</translation>
    </message>
    <message>
        <source>The style file {path} was left out: {reason}.</source>
        <translation>未使用风格文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The vocabulary in {folder} belongs to another model: it has {count} words.</source>
        <translation>{folder} 中的词汇表属于另一个模型：它有 {count} 个词。</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json: {reason}</source>
        <translation>{path} 中的权重与其 config.json 不符：{reason}</translation>
    </message>
    <message>
        <source>The window closes when the work is done. Jobs: {n}.</source>
        <translation>工作完成后窗口将关闭。任务数：{n}。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>There are no models in {path}.</source>
        <translation>{path} 中没有模型。</translation>
    </message>
    <message>
        <source>There can be at most {n} folders of models.</source>
        <translation>模型文件夹最多 {n} 个。</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>没有文件夹 {path}。</translation>
    </message>
    <message>
        <source>There is no model {name}, nor any other: put one into {path}.</source>
        <translation>没有模型 {name}，也没有其他模型：请把模型放入 {path}。</translation>
    </message>
    <message>
        <source>There is no model {name}. There is: {known}.</source>
        <translation>没有模型 {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>There is no style {name}. There is: {known}.</source>
        <translation>没有风格 {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>This is not a {name} file.</source>
        <translation>这不是 {name} 文件。</translation>
    </message>
    <message>
        <source>This model was trained on pictures of {native}; at {extent} it may lose its way.</source>
        <translation>这个模型是用 {native} 的图片训练的；在 {extent} 下可能画不好。</translation>
    </message>
    <message>
        <source>This picture is in the project already: nothing was changed since.</source>
        <translation>这张图片已在项目中：此后没有任何改动。</translation>
    </message>
    <message>
        <source>This project is open for reading only.</source>
        <translation>这个项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Training: loss {loss}</source>
        <translation>训练：损失 {loss}</translation>
    </message>
    <message>
        <source>Two files of a run have the same name.</source>
        <translation>一次生成中有两个文件同名。</translation>
    </message>
    <message>
        <source>Unexpected error: {error}</source>
        <translation>意外错误：{error}</translation>
    </message>
    <message>
        <source>Used from the next start on.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>WebP image</source>
        <translation>WebP 图像</translation>
    </message>
    <message>
        <source>Which layer of the text encoder is read, from the end. Some illustration models were trained with 2; with the others it blurs the meaning of the words.</source>
        <translation>读取文本编码器的倒数第几层。有些插画模型是用 2 训练的；对其他模型，它会模糊词语的含义。</translation>
    </message>
    <message>
        <source>Write what you want to see first.</source>
        <translation>请先写下您想看到的画面。</translation>
    </message>
    <message>
        <source>has the wrong type</source>
        <translation>类型不对</translation>
    </message>
    <message>
        <source>it cannot be read ({error})</source>
        <translation>无法读取（{error}）</translation>
    </message>
    <message>
        <source>it has no list &quot;styles&quot;</source>
        <translation>其中没有 &quot;styles&quot; 列表</translation>
    </message>
    <message>
        <source>it is a link that leads elsewhere.</source>
        <translation>它是指向别处的链接。</translation>
    </message>
    <message>
        <source>it is larger than {limit} bytes</source>
        <translation>它超过 {limit} 字节</translation>
    </message>
    <message>
        <source>it is not a UTF-8 text file of the expected form</source>
        <translation>它不是预期格式的 UTF-8 文本文件</translation>
    </message>
    <message>
        <source>it was written by a newer version (schema {n})</source>
        <translation>它由更新的版本写成（格式 {n}）</translation>
    </message>
    <message>
        <source>line {line} is not JSON</source>
        <translation>第 {line} 行不是 JSON</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>必须是列表</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>必须是数字</translation>
    </message>
    <message>
        <source>must be a table</source>
        <translation>必须是键值表</translation>
    </message>
    <message>
        <source>must be a time like 2026-08-24T10:15:30Z</source>
        <translation>必须是 2026-08-24T10:15:30Z 这样的时间</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>必须是整数</translation>
    </message>
    <message>
        <source>must be empty</source>
        <translation>必须为空</translation>
    </message>
    <message>
        <source>must be text</source>
        <translation>必须是文字</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>必须是 true 或 false</translation>
    </message>
    <message>
        <source>style {number} has no key</source>
        <translation>第 {number} 个风格没有 key</translation>
    </message>
    <message>
        <source>style {number} is not an object</source>
        <translation>第 {number} 个风格不是对象</translation>
    </message>
    <message>
        <source>the file name {name} is not allowed.</source>
        <translation>不允许使用文件名 {name}。</translation>
    </message>
    <message>
        <source>the text holds half a character</source>
        <translation>文字中有半个字符</translation>
    </message>
    <message>
        <source>{extent} is not a possible size: width and height must be multiples of {multiple}, from {low} to {high}.</source>
        <translation>{extent} 不是可用的尺寸：宽和高必须是 {multiple} 的倍数，在 {low} 到 {high} 之间。</translation>
    </message>
    <message>
        <source>{model} comes without the vocabulary of its text encoder. Put {files} of any Stable Diffusion model in diffusers format (its folder tokenizer) into {folder}.</source>
        <translation>{model} 没有附带文本编码器的词汇表。请把任意 diffusers 格式的 Stable Diffusion 模型（其 tokenizer 文件夹）中的 {files} 放入 {folder}。</translation>
    </message>
    <message>
        <source>{model} has no {name}.</source>
        <translation>{model} 没有 {name}。</translation>
    </message>
    <message>
        <source>{name} cannot be {value!r}: {rule}.</source>
        <translation>{name} 不能是 {value!r}：{rule}。</translation>
    </message>
    <message>
        <source>{name} ends in none of the formats that can be written: {known}.</source>
        <translation>{name} 的后缀不是可以写出的格式：{known}。</translation>
    </message>
    <message>
        <source>{name} is a link that leads elsewhere.</source>
        <translation>{name} 是指向别处的链接。</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>缺少 {name}</translation>
    </message>
    <message>
        <source>{name} is missing.</source>
        <translation>缺少 {name}。</translation>
    </message>
    <message>
        <source>{name} is not a number.</source>
        <translation>{name} 不是数字。</translation>
    </message>
    <message>
        <source>{name} is unknown</source>
        <translation>未知的 {name}</translation>
    </message>
    <message>
        <source>{n} model files cannot be used. {first}</source>
        <translation>有 {n} 个模型文件无法使用。{first}</translation>
    </message>
    <message>
        <source>{n} pictures are only in memory, and are lost when the window closes.</source>
        <translation>有 {n} 张图片只在内存中，关闭窗口就会丢失。</translation>
    </message>
    <message>
        <source>{n} pictures were stored before.</source>
        <translation>此前已保存 {n} 张图片。</translation>
    </message>
    <message>
        <source>{n} runs of this project cannot be read, and are left as they are. {first}</source>
        <translation>这个项目中有 {n} 次生成无法读取，已原样保留。{first}</translation>
    </message>
    <message>
        <source>{path} asks for a tokenizer that is not known: {kind}.</source>
        <translation>{path} 要求使用未知的分词器：{kind}。</translation>
    </message>
    <message>
        <source>{path} asks for code of its own ({name}: {value}), which is never run.</source>
        <translation>{path} 要求运行自带的代码（{name}：{value}），这里从不运行这种代码。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be shown: {problem} It was left as it is.</source>
        <translation>无法显示 {path}：{problem} 已原样保留。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}. What it held before is still there.</source>
        <translation>无法保存 {path}：{reason}。原来的内容仍在。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} has a header of {length} bytes, more than any real model.</source>
        <translation>{path} 的文件头有 {length} 字节，超过任何真实的模型。</translation>
    </message>
    <message>
        <source>{path} holds other files. Choose an empty folder for the project.</source>
        <translation>{path} 中有其他文件。请为项目选择一个空文件夹。</translation>
    </message>
    <message>
        <source>{path} is a GGUF file, which is not supported. Use safetensors.</source>
        <translation>{path} 是 GGUF 文件，尚不支持。请使用 safetensors。</translation>
    </message>
    <message>
        <source>{path} is a file, not a project folder.</source>
        <translation>{path} 是文件，不是项目文件夹。</translation>
    </message>
    <message>
        <source>{path} is a link that leads elsewhere.</source>
        <translation>{path} 是指向别处的链接。</translation>
    </message>
    <message>
        <source>{path} is a link; remove it.</source>
        <translation>{path} 是链接，请移除。</translation>
    </message>
    <message>
        <source>{path} is a pickle, which can run any program when it is opened. Use the safetensors version of this model.</source>
        <translation>{path} 是 pickle 文件，打开时可能运行任意程序。请使用这个模型的 safetensors 版本。</translation>
    </message>
    <message>
        <source>{path} is a pickle, which can run any program. Put {wanted} there instead.</source>
        <translation>{path} 是 pickle 文件，可能运行任意程序。请换成 {wanted}。</translation>
    </message>
    <message>
        <source>{path} is a web page, not a model. Download the file itself.</source>
        <translation>{path} 是网页，不是模型。请下载文件本身。</translation>
    </message>
    <message>
        <source>{path} is cut off: its end is missing. Copy or download it again.</source>
        <translation>{path} 不完整：缺少末尾。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged or not ours, and was left as it is ({problem}) To keep its pictures, move that file away and make a new project in this folder.</source>
        <translation>{path} 已损坏或不属于画室，已原样保留（{problem}）要保留其中的图片，请移走该文件，并在这个文件夹中新建项目。</translation>
    </message>
    <message>
        <source>{path} is damaged, so the defaults are used. It is kept as {aside} ({problem})</source>
        <translation>{path} 已损坏，因此使用默认值。原文件保留为 {aside}（{problem}）</translation>
    </message>
    <message>
        <source>{path} is damaged: it should be a small JSON file.</source>
        <translation>{path} 已损坏：它应是一个小的 JSON 文件。</translation>
    </message>
    <message>
        <source>{path} is damaged: it should hold a JSON object.</source>
        <translation>{path} 已损坏：它应包含一个 JSON 对象。</translation>
    </message>
    <message>
        <source>{path} is damaged: its list of files is wrong.</source>
        <translation>{path} 已损坏：文件列表有误。</translation>
    </message>
    <message>
        <source>{path} is damaged: its table of contents is wrong. Copy or download it again.</source>
        <translation>{path} 已损坏：目录有误。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged: {name} cannot be {value}.</source>
        <translation>{path} 已损坏：{name} 不能是 {value}。</translation>
    </message>
    <message>
        <source>{path} is damaged: {name} holds numbers that are not finite.</source>
        <translation>{path} 已损坏：{name} 中有非有限的数值。</translation>
    </message>
    <message>
        <source>{path} is empty. Copy or download it again.</source>
        <translation>{path} 是空的。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is incomplete or of an unknown build: {reason}</source>
        <translation>{path} 不完整，或结构未知：{reason}</translation>
    </message>
    <message>
        <source>{path} is missing. Put the file there.</source>
        <translation>缺少 {path}。请把文件放到那里。</translation>
    </message>
    <message>
        <source>{path} is not a model of a kind the studio knows ({known}).</source>
        <translation>{path} 不是画室认识的模型（{known}）。</translation>
    </message>
    <message>
        <source>{path} is not a project: it holds no project.json.</source>
        <translation>{path} 不是项目：其中没有 project.json。</translation>
    </message>
    <message>
        <source>{path} is not a safetensors file.</source>
        <translation>{path} 不是 safetensors 文件。</translation>
    </message>
    <message>
        <source>{path} is not there.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>{path} is of a newer version of the studio; it is neither used nor changed.</source>
        <translation>{path} 属于更新版本的画室；既不使用，也不改动。</translation>
    </message>
    <message>
        <source>{path} is only a Git LFS pointer. Run `git lfs pull` where it came from.</source>
        <translation>{path} 只是 Git LFS 指针。请在来源处运行 `git lfs pull`。</translation>
    </message>
    <message>
        <source>{path} is open for reading only.</source>
        <translation>{path} 以只读方式打开。</translation>
    </message>
    <message>
        <source>{path} is open in another window or program ({holder}). Close it there first.</source>
        <translation>{path} 已在另一个窗口或程序中打开（{holder}）。请先在那里关闭。</translation>
    </message>
    <message>
        <source>{path} lists {count} tensors, more than any real model.</source>
        <translation>{path} 列出了 {count} 个张量，超过任何真实的模型。</translation>
    </message>
    <message>
        <source>{path} may be open elsewhere ({holder}), which cannot be checked from here. Take it over only if you know that nothing else has it open.</source>
        <translation>{path} 可能已在别处打开（{holder}），从这里无法确认。只有确定没有其他程序打开它时，才接管它。</translation>
    </message>
    <message>
        <source>{rule}, not {value}</source>
        <translation>{rule}，而不是 {value}</translation>
    </message>
    <message>
        <source>{stage}: {step} of {total}</source>
        <translation>{stage}：第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>{step} of {total}</source>
        <translation>第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>{style}: measured</source>
        <translation>{style}：已测量</translation>
    </message>
    <message>
        <source>{value} is unknown</source>
        <translation>未知的 {value}</translation>
    </message>
    <message>
        <source>{where}: {problem}</source>
        <translation>{where}：{problem}</translation>
    </message>
</context>
</TS>
